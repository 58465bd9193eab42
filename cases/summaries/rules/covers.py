"""Which hidden cells could still be worked out, and what to hide beside them.

A table with its totals is a network: every line (a row, a column, the row and the column of
totals) is a point, every cell joins its row and its column, and "the cells of a line make its
total" says that what flows into a point flows out. In such a network an unknown cell follows from
the known ones exactly when it is a bridge: when no ring of unknown cells passes through it.
"""

import heapq
from collections.abc import Iterable, Mapping

Key = tuple[str, str]
Point = tuple[bool, str]
Roads = dict[Point, list[tuple[Point, Key]]]

# Fewest cells first, then the smallest; one that an earlier release tells is a poor cover.
CELL = 10**9
TOLD = 10**12


def _roads(cells: Iterable[Key]) -> Roads:
    """Sorted: the same table must hide the same cells on every computer."""
    roads: Roads = {}
    for key in sorted(cells):
        row, column = (False, key[0]), (True, key[1])
        roads.setdefault(row, []).append((column, key))
        roads.setdefault(column, []).append((row, key))
    return roads


def worked_out(unknown: Iterable[Key]) -> list[Key]:
    """The unknown cells that follow from the known ones: the bridges, by Tarjan's rule."""
    roads = _roads(unknown)
    order: dict[Point, int] = {}
    low: dict[Point, int] = {}
    found: list[Key] = []

    def visit(point: Point, by: Key | None) -> None:
        order[point] = low[point] = len(order)
        for other, key in roads[point]:
            if key == by:
                continue
            if other not in order:
                visit(other, key)
                if low[other] > order[point]:
                    found.append(key)
            low[point] = min(low[point], low[other])

    for point in roads:
        if point not in order:
            visit(point, None)
    return sorted(found)


def _ring(key: Key, costs: Mapping[Key, int]) -> set[Key]:
    """The cheapest ring through a cell over the cells that have a cost; empty when there is none."""
    roads = _roads(other for other in costs if other != key)
    start, goal = (False, key[0]), (True, key[1])
    heap: list[tuple[int, Point, tuple[Key, ...]]] = [(0, start, ())]
    seen: set[Point] = set()
    while heap:
        cost, point, path = heapq.heappop(heap)
        if point == goal:
            return {key, *path}
        if point in seen:
            continue
        seen.add(point)
        for other, step in roads.get(point, ()):
            if other not in seen:
                heapq.heappush(heap, (cost + costs[step], other, (*path, step)))
    return set()


def covers(
    hidden: frozenset[Key], values: Mapping[Key, int], told: Iterable[frozenset[Key]]
) -> set[Key]:
    """More cells to hide, so that one cell more cannot be worked out; empty when none can.

    `told` are the cells that each earlier release gives away, should a reader know that they did
    not change. No release at all is the first case.
    """
    releases = (frozenset[Key](), *told)
    anywhere = frozenset[Key]().union(*releases)
    for known in releases:
        costs = {
            key: 0 if key in hidden else CELL + value + TOLD * (key in anywhere)
            for key, value in values.items()
            if key not in known
        }
        for key in worked_out(hidden - known):
            if more := _ring(key, costs) - hidden:
                return more
    return set()
