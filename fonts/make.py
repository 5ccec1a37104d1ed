"""Makes the fonts of this folder of STIX Two Math: `python3 make.py STIXTwoMath-Regular.woff2` (needs fontTools and brotli).

The whole font is in the npm package @fontsource/stix-two-math. PARTS says which characters go into which file, and the
`unicode-range` that style/main.css gives each file is printed.
"""
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

# What most formulas need comes first, the styles of letters and the rarer signs each when a formula has one of them.
# A character belongs to the first part that names it.
PARTS = {
    "math": """
        20-A0 A7-A8 AC AF-B1 B4 B7 D7 F7 131 237 300-308 30A-30C 332 338 391-3A9 3B1-3C9 3D1 3D5-3D6 3F0-3F1 3F5
        200B 2016 2018-2019 201C-201D 2020-2022 2026 2032-2034 2061-2064 20D7 2102 210B 210D-2113 2115 2119-211D 2124 212C
        2130-2131 2133 2190-2199 21A6 21A9-21AA 21CC 21D0-21D5 2200 2202-2209 220B 220F-2213 2216-221E 2220 2223 2225-222E
        2234-2236 223C 2243-2245 2248 224D 2250 2254-2255 225C 2260-2262 2264-2265 226A-226B 2272-2273 227A-227D 2282-2284
        2286-2288 228A-228B 228E 2291-2297 2299 22A2-22A5 22A8 22C0-22C6 22EE-22F1
        2308-230B 23DC-23DF 25A0-25A1 25B3 25CB 27C2 27E8-27E9 27F5-27FC 2A00-2A02 2A7D-2A7E 2AAF-2AB0
        1D434-1D467 1D538-1D550 1D6A4-1D6A5 1D6E2-1D71B 1D7D9""",
    "letters": "A1-FF 3AA-3FF 1D400-1D433 1D468-1D49B 1D6A8-1D6E1 1D71C-1D755 1D7CA-1D7D7",
    "script": "210A 212F 2134 1D49C-1D4CF",
    "alphabets": "2128 212D 1D4D0-1D7FF",
    "symbols": """
        300-337 2000-205F 20D0-214F 2190-21EA 21F4-22FF 2305-2307 231C-231F 2320-2323 239B-23DB 25A0-25FF 2605-2606 2609 263D-263E 2640-2642 2660-2667 266D-266F
        2713 2720 27C0-27FF 2900-29A3 29EB-2AF0""",
}


def characters(ranges):
    """The code points that a list of hexadecimal ranges names."""
    ends = [part.split("-") for part in ranges.split()]
    return {point for end in ends for point in range(int(end[0], 16), int(end[-1], 16) + 1)}


def unicode_range(points, others):
    """CSS's list of ranges for `points`; characters that no part has may lie in between."""
    runs = []
    for point in sorted(points):
        if runs and point - runs[-1][1] < 0x80 and others.isdisjoint(range(runs[-1][1] + 1, point)):
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def part_of(path, points):
    """The font with these characters only, and everything that they grow into."""
    options = subset.Options(layout_features=[], hinting=False, recalc_bounds=True)
    font = subset.load_font(path, options)
    maker = subset.Subsetter(options)
    maker.populate(unicodes=points)
    maker.subset(font)
    font.flavor = "woff2"
    return font


def made(kind, **fields):
    table = kind()
    for field, value in fields.items():
        setattr(table, field, value)
    return table


def mend(font):
    """What Chromium shows wrongly: arrows, lines and tildes over formulas did not grow, accents stood beside their letters."""
    math = font["MATH"].table
    variants = math.MathVariants
    glyphs, widths, cmap = font["glyf"], font["hmtx"].metrics, font.getBestCmap()

    # The heads of long arrows have their connector at the wrong end: nothing could be put before them.
    least = variants.MinConnectorOverlap
    for construction in variants.HorizGlyphConstruction:
        parts = construction.GlyphAssembly.PartRecords if construction.GlyphAssembly else []
        for head in parts[1:][-1:]:
            if head.StartConnectorLength < least <= head.EndConnectorLength:
                head.StartConnectorLength, head.EndConnectorLength = head.EndConnectorLength, head.StartConnectorLength

    # Accents have their ink before their origin and no width, so that they stand beside their letter.
    accents = math.MathGlyphInfo.MathTopAccentAttachment
    for sign in (0x302, 0x303, 0x305, 0x30C, 0x20D7):
        name = cmap[sign]
        glyph = glyphs[name]
        glyph.recalcBounds(glyphs)
        shift = -glyph.xMin
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(glyphs)
        widths[name] = (glyph.xMax, 0)
        if name in accents.TopAccentCoverage.glyphs:
            accents.TopAccentAttachment[accents.TopAccentCoverage.glyphs.index(name)].Value += shift

    # What browsers stretch over a formula is the tilde that is a letter (U+02DC), which the font has not: it is the accent,
    # which grows.
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x2DC] = cmap[0x303]

    # U+0332 is what stands over and below formulas as a line; as the font has it, it does not grow. A bar put together of itself.
    name, width = "lineover", 512
    pen = TTGlyphPen(None)
    pen.moveTo((0, 612))
    for point in ((0, 660), (width, 660), (width, 612)):
        pen.lineTo(point)
    pen.closePath()
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    glyphs.glyphs[name] = pen.glyph()
    glyphs.glyphOrder = font.getGlyphOrder()
    widths[name] = (width, 0)
    if "vmtx" in font:
        font["vmtx"].metrics[name] = (1000, 0)
    font["maxp"].numGlyphs = len(font.getGlyphOrder())
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x332] = name

    def piece(flags):
        return made(otTables.GlyphPartRecord, glyph=name, StartConnectorLength=500, EndConnectorLength=500, FullAdvance=width + 1, PartFlags=flags)

    none = made(otTables.MathValueRecord, Value=0)
    assembly = made(otTables.GlyphAssembly, ItalicsCorrection=none, PartRecords=[piece(0), piece(1)], PartCount=2)
    itself = made(otTables.MathGlyphVariantRecord, VariantGlyph=name, AdvanceMeasurement=width + 1)
    construction = made(otTables.MathGlyphConstruction, MathGlyphVariantRecord=[itself], VariantCount=1, GlyphAssembly=assembly)
    variants.HorizGlyphCoverage.glyphs.append(name)
    variants.HorizGlyphConstruction.append(construction)
    variants.HorizGlyphCount = len(variants.HorizGlyphConstruction)


def main(path):
    left = set(TTFont(path).getBestCmap())
    whole, parts = left, {}
    for name, ranges in PARTS.items():
        parts[name] = left & characters(ranges)
        left -= parts[name]
    for name, points in parts.items():
        font = part_of(path, points - {0x332})
        if name == "math":
            mend(font)
        file = Path(__file__).with_name(f"stix-two-{name}.woff2")
        font.save(file)
        others = set().union(*(parts[other] for other in parts if other != name))
        print(f"{file.name}: {len(points)} characters, {file.stat().st_size} bytes\n    {unicode_range(points, others)}")


main(sys.argv[1])
