"""A value that is read from its bytes when somebody asks for it: most runs need only what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_UNREAD: Any = object()


class Late(Generic[T]):
    """A value that is there, or the bytes that it is kept as and what reads them."""

    __slots__ = ("_data", "_read", "_value")

    def __init__(self, value: T) -> None:
        self._value = value
        self._data: bytes | None = None
        self._read: Callable[[bytes], T] | None = None

    @classmethod
    def kept(cls, data: bytes, read: Callable[[bytes], T]) -> Late[T]:
        """A value that was kept as ``data``; ``read`` makes it again."""
        out = cls(_UNREAD)
        out._data, out._read = data, read
        return out

    @property
    def value(self) -> T:
        """The value; whatever ``read`` raises where the bytes are damaged."""
        if self._value is _UNREAD and self._read is not None and self._data is not None:
            self._value = self._read(self._data)
        return self._value

    def data(self, write: Callable[[T], bytes]) -> bytes:
        """The bytes that it was kept as, else those that ``write`` makes of the value."""
        return write(self._value) if self._data is None else self._data

    def __eq__(self, other: object) -> bool:
        return self.value == other.value if isinstance(other, Late) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return repr(self.value)
