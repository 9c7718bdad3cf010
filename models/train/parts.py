"""Cuts a folder into numbered parts with a manifest and joins them again: for ways that let small files through."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from settings import Refused

MANIFEST = "manifest.json"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pack(folder: Path, out: Path, size: int = 15 << 20, leave: tuple[str, ...] = ()) -> int:
    """Writes `part-‹nnn›` of at most `size` bytes and the manifest, which comes last; how many parts there are.

    A part holds what follows in the row of all files, one behind the other in the order of their paths. `leave` are
    patterns of names: files and folders that stay behind.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not named(path, folder, leave))
    if not paths:
        raise Refused(f"pack: expected files in {folder}, got none")
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise Refused(f"pack: expected a new or an empty folder, got {out} with files in it")
    files, parts = [], []
    whole = b""
    for path in paths:
        data = path.read_bytes()
        files.append({"path": path.relative_to(folder).as_posix(), "bytes": len(data), "sha256": sha256(data)})
        whole += data
        while len(whole) >= size or (path is paths[-1] and whole):
            data, whole = whole[:size], whole[size:]
            name = f"part-{len(parts):03}"
            (out / name).write_bytes(data)
            parts.append({"name": name, "bytes": len(data), "sha256": sha256(data)})
    (out / MANIFEST).write_text(json.dumps({"files": files, "parts": parts}, indent=1) + "\n")
    return len(parts)


def named(path: Path, folder: Path, patterns: tuple[str, ...]) -> bool:
    """Whether the path, or a folder on the way to it, has such a name."""
    return any(fnmatch(part, pattern) for part in path.relative_to(folder).parts for pattern in patterns)


def checked(parts: Path, manifest: dict) -> Iterator[bytes]:
    for part in manifest["parts"]:
        path = parts / part["name"]
        if not path.exists():
            raise Refused(f"unpack: expected {part['name']} in {parts}, got none")
        data = path.read_bytes()
        if sha256(data) != part["sha256"]:
            raise Refused(f"unpack: expected {part['name']} as it was packed, got other bytes")
        yield data


def unpack(parts: Path, out: Path) -> int:
    """The files again, each verified; how many there are. Throws `Refused`, and then leaves no wrong file behind."""
    manifest = json.loads((parts / MANIFEST).read_text())
    source = checked(parts, manifest)
    whole = b""
    for file in manifest["files"]:
        while len(whole) < file["bytes"]:
            whole += next(source)
        data, whole = whole[: file["bytes"]], whole[file["bytes"] :]
        target = out / file["path"]
        if sha256(data) != file["sha256"] or not target.resolve().is_relative_to(out.resolve()):
            raise Refused(f"unpack: expected {file['path']} as it was packed, got other bytes")
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f"{target.name}.partial")
        partial.write_bytes(data)
        os.replace(partial, target)
    return len(manifest["files"])
