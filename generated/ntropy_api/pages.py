"""Lists that come in pages: iterate over all items, or page by page, or keep a cursor for later."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from .errors import NtropyError, ResponseValidationError

if TYPE_CHECKING:
    from .request import Request, RequestOptions
    from .sender import AsyncSender, Reply, Sender

__all__ = ["AsyncPage", "AsyncPages", "Page", "first_page"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class _PageBody(Protocol[T_co]):
    @property
    def data(self) -> Sequence[T_co]: ...

    @property
    def next_cursor(self) -> str | None: ...


class _BasePage(Generic[T]):
    """One page, and how to ask for the next. A pickle of it has this page only."""

    __slots__ = ("_client", "_options", "_reply", "_request", "data", "next_cursor")

    data: list[T]
    """The items of this page."""
    next_cursor: str | None
    """Where the next page begins; None on the last page. It may be kept and given as ``cursor`` later."""
    _client: Any
    _options: RequestOptions

    def __init__(
        self,
        client: Any,
        request: Request[Any],
        options: RequestOptions,
        reply: Reply[_PageBody[T]],
    ) -> None:
        self._client = client
        self._request = request
        self._options = options
        self._reply = reply
        self.data = list(reply.value.data)
        self.next_cursor = reply.value.next_cursor or None

    @property
    def request_id(self) -> str:
        """The X-Request-ID of the answer that this page came in."""
        return self._reply.request_id

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self.data)} items, next_cursor={self.next_cursor!r})"

    def __getstate__(self) -> dict[str, Any]:
        # What was asked and what came travel; connections, options and the key stay.
        return {"request": self._request, "reply": self._reply, "data": self.data, "cursor": self.next_cursor}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._client, self._options = None, {}
        self._request, self._reply = state["request"], state["reply"]
        self.data, self.next_cursor = state["data"], state["cursor"]

    def __copy__(self) -> Self:
        twin = type(self)(self._client, self._request, self._options, self._reply)
        twin.data, twin.next_cursor = self.data, self.next_cursor
        return twin

    def _next_request(self, seen: set[str]) -> Request[Any] | None:
        """The request for the page after this one, if there is one."""
        cursor = self.next_cursor
        if cursor is None:
            return None
        if cursor in seen:
            reply = self._reply
            said = reply.redact(cursor.encode()).decode()
            raise ResponseValidationError(
                operation=self._request.operation,
                location="$.next_cursor",
                reason=f"the cursor {said!r} came before: following it would never end",
                status_code=reply.status_code,
                request_id=reply.request_id,
                content=reply.redact(reply.content),
            )
        if self._client is None:
            raise NtropyError(
                "this page was pickled, without its client: list again with cursor=its next_cursor"
            )
        seen.add(cursor)
        return self._request.at(cursor)

    def _following_options(self) -> RequestOptions:
        # A request id names one request; each page gets its own.
        options = self._options.copy()
        options.pop("request_id", None)
        return options

    def _asked(self) -> set[str]:
        cursor = self._request.cursor
        return set() if cursor is None else {cursor}


class Page(_BasePage[T]):
    """A page of a list. Iterating gives the items of this page and of all that follow.

    Pages are fetched as they are needed, each with all filters of the first call.
    """

    __slots__ = ()

    def by_page(self) -> Iterator[Page[T]]:
        """Iterate over this page and all that follow.

        Returns:
            An iterator that asks for each page as it is needed.

        Raises:
            ResponseValidationError: The server repeats a cursor, so that the list would never end.
        """
        page, seen, options = self, self._asked(), self._following_options()
        while True:
            yield page
            request = page._next_request(seen)
            if request is None:
                return
            page = Page(self._client, request, options, self._client.send(request, **options))

    def __iter__(self) -> Iterator[T]:
        for page in self.by_page():
            yield from page.data


def first_page(
    client: Sender, request: Request[_PageBody[T]], options: RequestOptions, *, follow: bool = True
) -> Page[T]:
    """Ask for the first page of a list.

    Args:
        client: What sends the requests.
        request: The list operation.
        options: Options for each request; a request id names the first only.
        follow: False where the operation takes no cursor, so that nothing can follow.

    Returns:
        The page.

    Raises:
        NtropyError: As every call.
    """
    page: Page[T] = Page(client, request, options, client.send(request, **options))
    if not follow:
        page.next_cursor = None
    return page


class AsyncPage(_BasePage[T]):
    """A page of a list. Iterating (``async for``) gives the items of this page and of all that follow."""

    __slots__ = ()

    async def by_page(self) -> AsyncIterator[AsyncPage[T]]:
        """Iterate over this page and all that follow.

        Returns:
            An iterator that asks for each page as it is needed.

        Raises:
            ResponseValidationError: The server repeats a cursor, so that the list would never end.
        """
        page, seen, options = self, self._asked(), self._following_options()
        while True:
            yield page
            request = page._next_request(seen)
            if request is None:
                return
            page = AsyncPage(self._client, request, options, await self._client.send(request, **options))

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.by_page():
            for item in page.data:
                yield item


class AsyncPages(Generic[T]):
    """A list that was not asked for yet: await it for the first page, or iterate (``async for``) over all items."""

    __slots__ = ("_client", "_follow", "_options", "_request")

    def __init__(
        self,
        client: AsyncSender,
        request: Request[_PageBody[T]],
        options: RequestOptions,
        *,
        follow: bool = True,
    ) -> None:
        self._client = client
        self._request = request
        self._options = options
        self._follow = follow

    async def _first(self) -> AsyncPage[T]:
        reply = await self._client.send(self._request, **self._options)
        page: AsyncPage[T] = AsyncPage(self._client, self._request, self._options, reply)
        if not self._follow:
            page.next_cursor = None
        return page

    def __await__(self) -> Generator[Any, Any, AsyncPage[T]]:
        return self._first().__await__()

    async def by_page(self) -> AsyncIterator[AsyncPage[T]]:
        """Iterate over all pages.

        Returns:
            An iterator that asks for each page as it is needed.

        Raises:
            ResponseValidationError: The server repeats a cursor, so that the list would never end.
        """
        async for page in (await self._first()).by_page():
            yield page

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.by_page():
            for item in page.data:
                yield item
