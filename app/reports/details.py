"""The pages after the first: every reason, every component, every feeling, as HTML for the PDF. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from app.practice.partner import COUNTS_FOR_ITSELF
from app.reports.practice import RATING_NOTE, PathRow, PracticeView
from app.reports.view import LetterRow, MomentView, ReasonView, ScorecardView

_COLOURS: Final = {"good": "#0f766e", "watch": "#b45309", "unknown": "#8d897f"}
_SIGNS: Final = {"good": "●", "watch": "◐", "unknown": "○"}
_WIDTHS: Final = (34, 24, 30, 12)  # the same for all letters, so that the columns stand under each other
_MOMENTS_A_PAGE: Final = 25
_TURNS_A_SECTION: Final = 4
_COMMENTS_A_SECTION: Final = 10
_STYLE: Final = """
body { color: #20242c; font-size: 12px; }
.title { font-size: 20px; font-weight: 600; }
.head { font-size: 14px; font-weight: 600; margin-top: 16px; margin-bottom: 3px; }
p { margin-top: 2px; margin-bottom: 2px; }
.muted { color: #6a7079; }
.sign { padding: 1px 6px 1px 0; }
.said { padding: 1px 0; }
td, th { padding: 3px 10px 3px 0; }
th { color: #6a7079; font-weight: normal; text-align: left; }
"""


def detail_sections(view: ScorecardView) -> list[str]:
    """HTML documents in the subset that Qt's text documents understand, each to be kept on one page."""
    title = '<p class="title">The seven letters in detail</p>'
    first, *rest = view.rows
    sections = [title + "".join(_letter(first)), *("".join(_letter(row)) for row in rest)]
    for start in range(0, len(view.moments), _MOMENTS_A_PAGE):
        heading = "Feelings the customer voiced" + (" (continued)" if start else "")
        sections.append(_moments(view.moments[start : start + _MOMENTS_A_PAGE], heading))
    if view.practice is not None:
        sections += _practice(view.practice)
    if view.self_check:
        lines = "".join(f"<p>{escape(line)}</p>" for line in view.self_check)
        sections.append(f'<p class="head">What you said before you saw this</p>{lines}')
    if view.partner:
        lines = "".join(f"<p>{escape(line)}</p>" for line in view.partner)
        note = f'<p class="muted">{COUNTS_FOR_ITSELF}</p>'
        sections.append(f'<p class="head">What your partner said</p>{lines}{note}')
    for start in range(0, len(view.comments), _COMMENTS_A_SECTION):
        lines = "".join(f"<p>{escape(line)}</p>" for line in view.comments[start : start + _COMMENTS_A_SECTION])
        heading = "Comments" + (" (continued)" if start else "")
        sections.append(f'<p class="head">{heading}</p>{lines}')
    if view.flags:
        sections.append('<p class="head">Also noticed</p>' + _reasons(view.flags))
    sections.append(f'<p class="head"></p><p class="muted">{escape(view.made_with)}</p>')
    return [f"<html><head><style>{_STYLE}</style></head><body>{section}</body></html>" for section in sections]


def _practice(view: PracticeView) -> list[str]:
    """The end and the rating, then the path, a few turns to a section."""
    rating = f"<p>{escape(view.rating)} {escape(' '.join(view.reasons))}</p>" if view.rating else ""
    note = f'<p class="muted">{escape(RATING_NOTE)}</p>' if view.rating else ""
    sections = [f'<p class="head">How it went with {escape(view.name)}</p><p>{escape(view.end)}</p>{rating}{note}']
    for start in range(0, len(view.rows), _TURNS_A_SECTION):
        rows = "".join(_turn(row, view.name) for row in view.rows[start : start + _TURNS_A_SECTION])
        heading = "" if start else '<p class="head">Turn by turn</p>'
        sections.append(f'{heading}<table width="100%" cellspacing="0">{rows}</table>')
    return sections


def _turn(row: PathRow, name: str) -> str:
    lines = [f"<b>{escape(name)}:</b> “{escape(row.said)}”"]
    if row.answer:
        answer = row.answer if row.answer.startswith("(") else f"“{row.answer}”"
        lines.append(f"<b>You:</b> {escape(answer)}")
    lines += [f'<span class="muted">{escape(text)}</span>' for text in (row.found, row.because) if text]
    cells = ((row.time, 8), ("<br>".join(lines), 74), (f'<span class="muted">{escape(row.state)}</span>', 18))
    return "<tr>" + "".join(f'<td width="{width}%">{cell}</td>' for cell, width in cells) + "</tr>"


def _moments(moments: Sequence[MomentView], heading: str) -> str:
    return f'<p class="head">{heading}</p><table width="100%" cellspacing="0">{"".join(map(_moment, moments))}</table>'


def _moment(moment: MomentView) -> str:
    feeling = escape(moment.feeling) + (" (between the lines)" if moment.hidden else "")
    quote = f"“{escape(moment.quote)}”" if moment.quote else ""
    cells = (moment.time, feeling, _coloured(moment.outcome, moment.mark), quote)
    columns = zip(cells, (8, 30, 18, 44), strict=True)
    return "<tr>" + "".join(f'<td width="{width}%">{cell}</td>' for cell, width in columns) + "</tr>"


def _letter(row: LetterRow) -> Iterator[str]:
    value = _coloured(row.value_text, row.mark)
    yield f'<p class="head">{row.letter} &nbsp; {escape(row.name)} &nbsp; {value}</p>'
    for told in row.coach:
        yield f"<p>{escape(told)}</p>"
    if not row.reasons:
        yield f'<p class="muted">{escape(row.headline)}</p>'
    yield _reasons(row.reasons)
    if row.components:
        heads = zip(("part", "measured", "aim", "evidence"), _WIDTHS, strict=True)
        yield '<table width="100%" cellspacing="0"><tr>'
        yield "".join(f'<th width="{width}%">{head}</th>' for head, width in heads) + "</tr>"
        for part in row.components:
            cells = (escape(part.name), _coloured(part.value, part.mark), escape(part.target), part.coverage)
            yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        yield "</table>"


def _reasons(reasons: Sequence[ReasonView]) -> str:
    rows = "".join(_reason(reason) for reason in reasons)
    return f'<table width="100%" cellspacing="0">{rows}</table>' if rows else ""


def _reason(reason: ReasonView) -> str:
    mark = "good" if reason.helped else "watch"
    quote = f" “{escape(reason.quote)}”" if reason.quote else ""
    times = f' <span class="muted">{reason.times}</span>' if reason.times else ""
    sign = f'<td width="14" class="sign">{_coloured(_SIGNS[mark], mark)}</td>'
    better = f'<br><span class="muted">Say it like this:</span> “{escape(reason.better)}”' if reason.better else ""
    return f'<tr>{sign}<td class="said">{escape(reason.text)}{quote}{times}{better}</td></tr>'


def _coloured(text: str, mark: str) -> str:
    return f'<span style="color:{_COLOURS[mark]}">{escape(text)}</span>'
