"""From pictures to what is seen: the models, their interpretation, and how often each is asked.

Live, one thread pushes every picture into a `VisionChain`. For a recording, `FaceChain` and `PoseChain` may run in
two threads (the models release the GIL): neither needs anything of the other. What both tell together, the lean, is
joined afterwards in order of time, so the observations are the same.
"""

from __future__ import annotations

from typing import Any, Final, Generic, TypeVar

from perception.features.customer_smiles import CustomerSmiles
from perception.features.face import FaceInterpreter
from perception.features.lean import LeanJoiner
from perception.features.nods import NodDetector
from perception.features.posture import PostureInterpreter
from perception.ports import FaceModel, PoseModel
from perception.types import Observation, PersonalBaseline, VideoFrame

FACE_FPS: Final = 15.0  # nods up to 5 Hz stay visible; more costs a core and adds little
POSE_FPS: Final = 5.0  # posture changes slowly
CUSTOMER_FPS: Final = 5.0  # a smile that is answered within 2 s need not be timed closer
# Cameras are not punctual: a picture may come this early. Less than half of the step between two pictures at 30 a
# second, so that face and body are read from the same pictures where their rates allow it.
_EARLY_S: Final = 0.013

ModelT = TypeVar("ModelT", FaceModel, PoseModel)


class Pace:
    """Chooses pictures by their times so that about `fps` of them a second remain; slower sources lose none."""

    def __init__(self, fps: float) -> None:
        self._period_s = 1.0 / fps
        self._next_s = float("-inf")
        self._last_s = float("-inf")

    def due(self, t_s: float) -> bool:
        """Whether the picture of this time is one of them. Ask once a picture."""
        if t_s < self._last_s:  # the source began again
            self._next_s = float("-inf")
        self._last_s = t_s
        if t_s < self._next_s - _EARLY_S:
            return False
        # Counting from the plan, not from the picture, keeps the rate; after a pause the plan starts afresh.
        on_plan = t_s - self._next_s < self._period_s
        self._next_s = (self._next_s if on_plan else t_s) + self._period_s
        return True


class _PacedChain(Generic[ModelT]):
    """A model that is asked about some pictures of a second only."""

    def __init__(self, model: ModelT, *, fps: float) -> None:
        self._model: ModelT = model
        self._pace = Pace(fps)

    def due(self, t_s: float) -> bool:
        """Whether this picture's turn has come."""
        return self._pace.due(t_s)

    def needs_picture(self, t_s: float) -> bool:  # noqa: ARG002 - one form for all lookers
        """Always: what is due is looked at."""
        return True

    def take_model(self, model: ModelT) -> None:
        """Go on with another model, which remembers nothing of the pictures before."""
        self._model.close()
        self._model = model

    @property
    def memory(self) -> tuple[object, ...]:
        """What the interpretation remembers of the pictures so far: plain values, to go on from later."""
        return self._memory()

    @memory.setter
    def memory(self, kept: tuple[object, ...]) -> None:
        self._remember(*kept)

    def _memory(self) -> tuple[object, ...]:
        raise NotImplementedError

    def _remember(self, *kept: Any) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Free the model."""
        self._model.close()


class FaceChain(_PacedChain[FaceModel]):
    """Face model, head, gaze, displays and nods. `process` looks at every picture it is given: ask `due` first."""

    def __init__(self, *, model: FaceModel, baseline: PersonalBaseline, fps: float = FACE_FPS) -> None:
        super().__init__(model, fps=fps)
        self._interpreter = FaceInterpreter(baseline=baseline)
        self._nods = NodDetector()

    def process(self, frame: VideoFrame, *, speaking: bool = False, listening: bool = False) -> list[Observation]:
        """One FaceObservation and the nods that are now over. Raises ModelError.

        speaking: the CSM speaks. listening: the customer speaks and the CSM does not.
        """
        readings = self._model.detect(frame)
        face = self._interpreter.interpret(readings, t_s=frame.t_s, speaking=speaking, listening=listening)
        return [face, *self._nods.push(face)]

    def flush(self) -> list[Observation]:
        """The nod that was under way at the end."""
        return list(self._nods.flush())

    def _memory(self) -> tuple[object, ...]:
        return self._interpreter, self._nods

    def _remember(self, *kept: Any) -> None:
        self._interpreter, self._nods = kept


class PoseChain(_PacedChain[PoseModel]):
    """Body model and posture. `process` looks at every picture it is given: ask `due` first."""

    def __init__(self, *, model: PoseModel, baseline: PersonalBaseline, fps: float = POSE_FPS) -> None:
        super().__init__(model, fps=fps)
        self._interpreter = PostureInterpreter(baseline=baseline)

    def process(
        self,
        frame: VideoFrame,
        *,
        speaking: bool = False,  # noqa: ARG002 - one form for both chains
        listening: bool = False,  # noqa: ARG002
    ) -> list[Observation]:
        """One PoseObservation, its lean not yet told (LeanJoiner). Raises ModelError."""
        return [self._interpreter.interpret(self._model.detect(frame), t_s=frame.t_s)]

    def flush(self) -> list[Observation]:
        """Nothing is ever under way."""
        return []

    def _memory(self) -> tuple[object, ...]:
        return (self._interpreter,)

    def _remember(self, *kept: Any) -> None:
        (self._interpreter,) = kept


class CustomerSmileChain(_PacedChain[FaceModel]):
    """The customer's smiles where their face is in the recording; nothing else of that face is kept."""

    def __init__(self, *, model: FaceModel, fps: float = CUSTOMER_FPS) -> None:
        super().__init__(model, fps=fps)
        self._interpreter = FaceInterpreter(baseline=PersonalBaseline())
        self._smiles = CustomerSmiles()

    def process(
        self,
        frame: VideoFrame,
        *,
        speaking: bool = False,  # noqa: ARG002 - one form for all chains
        listening: bool = False,
    ) -> list[Observation]:
        """The smile that is now over. listening: the customer speaks, whose mouth then says less. Raises ModelError."""
        face = self._interpreter.interpret(self._model.detect(frame), t_s=frame.t_s, speaking=listening)
        return list(self._smiles.push(face.displays.get("smile"), t_s=frame.t_s))

    def flush(self) -> list[Observation]:
        """The smile that was under way at the end."""
        return list(self._smiles.flush())

    def _memory(self) -> tuple[object, ...]:
        return self._interpreter, self._smiles

    def _remember(self, *kept: Any) -> None:
        self._interpreter, self._smiles = kept


class VisionChain:
    """Both chains in one thread, for a running call."""

    def __init__(
        self,
        *,
        face_model: FaceModel,
        pose_model: PoseModel | None,
        baseline: PersonalBaseline,
        face_fps: float = FACE_FPS,
        pose_fps: float = POSE_FPS,
    ) -> None:
        self._chains: list[FaceChain | PoseChain] = [FaceChain(model=face_model, baseline=baseline, fps=face_fps)]
        if pose_model is not None:
            self._chains.append(PoseChain(model=pose_model, baseline=baseline, fps=pose_fps))
        self._leans = LeanJoiner(baseline)

    def process(self, frame: VideoFrame, *, speaking: bool = False, listening: bool = False) -> list[Observation]:
        """What is seen in this picture; nothing when neither the face's nor the body's turn has come."""
        seen: list[Observation] = []
        for chain in self._chains:
            if chain.due(frame.t_s):
                seen.extend(chain.process(frame, speaking=speaking, listening=listening))
        return [self._leans.join(observation) for observation in seen]

    def flush(self) -> list[Observation]:
        """What was under way at the end."""
        return [observation for chain in self._chains for observation in chain.flush()]

    def close(self) -> None:
        """Free the models."""
        for chain in self._chains:
            chain.close()
