"""The next version after a bump, by PEP 440 arithmetic on `packaging`'s versions."""
from packaging.version import Version
from tag_spelling import spell

PART = {'major': 0, 'minor': 1, 'patch': 2}


def final(numbers, epoch=0):
    return Version(f'{epoch}!' + '.'.join(map(str, numbers)))


def raise_part(version, kind):
    part = PART[kind]
    numbers = [*version.release, *[0] * (part + 1 - len(version.release))]
    if (version.is_prerelease) and not any(numbers[part + 1 :]):
        return final(version.release, version.epoch)
    return final([*numbers[:part], numbers[part] + 1, *[0] * (len(numbers) - part - 1)], version.epoch)


def next_pre(version):
    phase, number = version.pre
    number += 0 if version.dev is not None else 1
    base = '.'.join(map(str, version.release))
    return Version(f'{version.epoch}!{base}{phase}{number}')


def settle(version):
    """Without the mark of development: 1.3.0.dev0 is to become 1.3.0."""
    return version if version.dev is None else Version(str(version).partition('.dev')[0])


def after_auto(current, style, level, today):
    """(versions that are right, why) by what the commits ask for; no version: nothing is to be released."""
    last, taken = style.last and style.last.version, style.taken
    base = max(current, last) if last else current
    # Semantic Versioning 2.0.0, 4: anything may change below 1.0.0.
    kind = 'minor' if level == 'major' and base.release[0] == 0 else level
    if (last is None or current > last) and current not in taken:
        planned = settle(current)
        if level is None and current.dev is not None and last is not None:
            return [], 'no commit since the last release asks for one'
        needed = raise_part(last, kind) if level and last else planned
        if final(planned.release, planned.epoch) >= needed:
            return [planned], 'the files were raised already'
        return [needed], 'the files were raised, but by less than the commits ask for'
    if level is None:
        return [], 'no commit since the last release asks for one'
    if base.pre is not None:
        return [next_pre(base)], 'a pre-release is followed by the next one'
    dated = by_calendar(base, style, kind, today)
    # Dates of tags are a hint at a calendar and no proof: the next number is not wrong.
    return [*([dated] if dated else []), raise_part(base, kind)], 'the next version of the calendar' if dated else ''


def by_calendar(version, style, kind, today):
    """Today's version where the newest tags have the year, and perhaps month and day, of their own dates."""
    newest = [(tag.version, day) for tag, day in style.dated if tag.version.pre is None][:6]
    if len(newest) < 3 or not all(v.release[0] in (d[0], d[0] - 2000) for v, d in newest):
        return None
    with_month = all(len(v.release) > 1 and (v.release[1] - d[1]) % 12 in (0, 1, 11) for v, d in newest)
    if with_month and len({v.release[1] for v, _ in newest}) < 2:
        return None
    with_day = with_month and all(len(v.release) > 2 and abs(v.release[2] - d[2]) <= 2 for v, d in newest)
    count = 3 if with_day else 2 if with_month else 1
    year = today[0] if version.release[0] > 1000 else today[0] - 2000
    date = [year, *today[1:]][:count]
    if list(version.release[:count]) >= date:
        numbers = list(version.release)
        part = len(numbers) - 1 if kind == 'patch' else count
        return final([*numbers[:part], numbers[part] + 1, *[0] * (len(numbers) - part - 1)])
    start = min((v.release[count] for v, _ in newest if len(v.release) > count), default=0)
    return final([*date, *([start, *[0] * (len(version.release) - count - 1)] if len(version.release) > count else [])])


def after(current, style, kind):
    """(versions that are right, why) for a bump that a person chose."""
    last, taken = style.last.version if style.last else None, style.taken
    if (last is None or current > last) and not current.is_prerelease and current not in taken:
        # Raised by hand already: that version, when it is as high as the bump asks for.
        needed = raise_part(last, kind) if last is not None else current
        if current >= needed:
            return [current], 'the files were raised already'
        return [needed], 'the files were raised, but by less than this'
    raised = raise_part(current, kind)
    if last is None or current >= last or raised > last:
        return [raised], ''
    # The files are behind the tags. The line that they stand for may go on when it was tagged itself.
    own_line = [raised] if current in taken and raised not in taken else []
    return [*own_line, raise_part(last, kind)], 'the files say less than the last tag'


def expect(source, tree, style, level, today):
    last = style.last.version if style.last else None
    if source == 'none':
        return {'refusal': 'there is no project to release'}
    refusal = None
    if source == 'computed' or (source in ('static', 'code') and tree is None):
        refusal = 'its version is computed by a program'
    # A local part is for builds that are not released.
    current = last if source == 'tags' or tree is None else Version(tree.public)
    expected = {'refusal': refusal}
    if current is None:
        first = ['0.1.0', '0.0.1', '1.0.0']
        return {**expected, 'minor': {'versions': first, 'tags': [], 'why': 'first release', 'refusal': None}}
    for kind in ('minor', 'patch', 'major', 'auto'):
        versions, why = after_auto(current, style, level, today) if kind == 'auto' else after(current, style, kind)
        behind = tree is not None and last is not None and current < last
        taken = [version for version in versions if version in style.taken]
        expected[kind] = {
            'versions': [str(version) for version in versions],
            'tags': [tag for version in versions if not version.is_prerelease for tag in spell(style, version)],
            'why': why,
            'refusal': f'there is a tag of {taken[0]} already'
            if taken
            else 'the files say less than the last tag'
            if behind
            else None,
        }
    return expected
