"""Which page belongs to which route. Pages are imported when first shown: the window itself appears sooner."""

from __future__ import annotations

from app.ui.page import Desk, Page
from app.ui.routes import (
    ToAddClip,
    ToAgreement,
    ToBatch,
    ToBin,
    ToCalibration,
    ToCalibrationPacks,
    ToCall,
    ToCompare,
    ToDebrief,
    ToDrill,
    ToDrills,
    ToEditor,
    ToHelp,
    ToImport,
    ToModelCard,
    ToPackage,
    ToPartner,
    ToPartnerRating,
    ToPersona,
    ToPractice,
    ToProgress,
    ToReview,
    ToRubric,
    ToSelfCheck,
    ToSendNotes,
    ToSessions,
    ToSettings,
    ToSetup,
    ToShare,
    ToSharePack,
    ToWorkshop,
)


def make_page(desk: Desk, route: object) -> Page:
    """A new page for the route; home for every other."""
    if isinstance(route, ToPractice):
        from app.ui.practice.view import PickerPage

        return PickerPage(desk, route.wanted)
    if isinstance(route, ToPersona):
        from app.ui.practice.persona_view import PersonaPage

        return PersonaPage(desk, route)
    if isinstance(route, ToSetup):
        from app.ui.setup.view import SetupPage

        return SetupPage(desk, route.practice, route.partner)
    if isinstance(route, ToCalibration):
        from app.ui.calibration.view import CalibrationPage

        return CalibrationPage(desk, route)
    if isinstance(route, ToCall):
        from app.ui.call.view import CallPage

        return CallPage(desk, route)
    if isinstance(route, ToDebrief):
        from app.ui.debrief.view import DebriefPage

        return DebriefPage(desk, route.folder)
    if isinstance(route, ToSelfCheck):
        from app.ui.selfcheck.view import SelfCheckPage

        return SelfCheckPage(desk, route.folder, route.letters)
    makers = (
        _make_partner_page,
        _make_review_page,
        _make_rubric_page,
        _make_progress_page,
        _make_sharing_page,
        _make_pack_page,
    )
    made = (make(desk, route) for make in makers)
    return next((page for page in made if page is not None), None) or _make_other_page(desk, route)


def _make_rubric_page(desk: Desk, route: object) -> Page | None:
    if isinstance(route, ToRubric):
        from app.ui.rubric.view import RubricPage

        return RubricPage(desk)
    return None


def _make_partner_page(desk: Desk, route: object) -> Page | None:
    if isinstance(route, ToPartner):
        from app.ui.partner.view import PartnerPage

        return PartnerPage(desk, route)
    if isinstance(route, ToPartnerRating):
        from app.ui.partner.rating_view import RatingPage

        return RatingPage(desk, route.folder, route.letters)
    return None


def _make_review_page(desk: Desk, route: object) -> Page | None:
    if isinstance(route, ToReview) and desk.review is not None:
        from app.ui.review.view import ReviewPage

        return ReviewPage(desk, route)
    return None


def _make_sharing_page(desk: Desk, route: object) -> Page | None:
    if isinstance(route, ToShare):
        from app.ui.sharing.share_view import SharePage

        return SharePage(desk, route)
    if isinstance(route, ToPackage):
        from app.ui.sharing.open_view import OpenPage

        return OpenPage(desk, route)
    if isinstance(route, ToSendNotes):
        from app.ui.sharing.send_view import SendPage

        return SendPage(desk, route)
    return None


def _make_pack_page(desk: Desk, route: object) -> Page | None:
    if desk.services.packs is None:
        return None
    if isinstance(route, ToCalibrationPacks) and route.pack is None:
        from app.ui.calibration_packs.list_view import PacksPage

        return PacksPage(desk)
    if isinstance(route, ToCalibrationPacks) and route.pack is not None:
        from app.ui.calibration_packs.pack_view import PackPage

        return PackPage(desk, route, route.pack)
    if isinstance(route, ToAddClip):
        from app.ui.calibration_packs.add_view import AddClipPage

        return AddClipPage(desk, route)
    if isinstance(route, ToSharePack):
        from app.ui.calibration_packs.share_view import SharePackPage

        return SharePackPage(desk, route)
    return None


def _make_progress_page(desk: Desk, route: object) -> Page | None:
    if isinstance(route, ToProgress):
        from app.ui.progress.view import ProgressPage

        return ProgressPage(desk)
    if isinstance(route, ToCompare):
        from app.ui.progress.compare_view import ComparePage

        return ComparePage(desk, route)
    if isinstance(route, ToAgreement):
        from app.ui.agreement.view import AgreementPage

        return AgreementPage(desk)
    return None


def _make_other_page(desk: Desk, route: object) -> Page:
    if isinstance(route, ToWorkshop):
        from app.ui.editor.shelf_view import WorkshopPage

        return WorkshopPage(desk)
    if isinstance(route, ToEditor):
        from app.ui.editor.view import EditorPage

        return EditorPage(desk, route)
    if isinstance(route, ToSessions):
        from app.ui.sessions.view import SessionsPage

        return SessionsPage(desk)
    if isinstance(route, ToBin):
        from app.ui.bin.view import BinPage

        return BinPage(desk)
    if isinstance(route, ToImport):
        from app.ui.importing.view import ImportPage

        return ImportPage(desk, route)
    if isinstance(route, ToBatch):
        from app.ui.batch.view import BatchPage

        return BatchPage(desk, route)
    if isinstance(route, ToSettings):
        from app.ui.settings.view import SettingsPage

        return SettingsPage(desk)
    if isinstance(route, ToHelp):
        from app.ui.help.view import HelpPage

        return HelpPage(desk, route.topic)
    if isinstance(route, ToModelCard):
        from app.ui.modelcard.view import ModelCardPage

        return ModelCardPage(desk, route)
    if isinstance(route, ToDrills):
        from app.ui.drills.view import DrillsPage

        return DrillsPage(desk, route)
    if isinstance(route, ToDrill):
        from app.ui.drills.run_view import DrillPage

        return DrillPage(desk, route)
    from app.ui.home.view import HomePage

    return HomePage(desk)
