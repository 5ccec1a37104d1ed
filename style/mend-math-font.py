"""Mends what Chromium shows wrongly of STIX Two Math: `python3 mend-math-font.py FROM.woff2 TO.woff2` (needs fontTools and brotli).

FROM is the subset that fonts/README.md tells how to make; what is mended already must not be mended again.
"""
import sys

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

font = TTFont(sys.argv[1])
math = font["MATH"].table
variants = math.MathVariants
glyphs = font["glyf"]
widths = font["hmtx"].metrics
cmap = font.getBestCmap()

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

# U+0332 is what stands over and below formulas as a line; the subset lacks it. A bar that is put together of itself.
NAME, WIDTH = "lineover", 512
pen = TTGlyphPen(None)
pen.moveTo((0, 612))
for point in ((0, 660), (WIDTH, 660), (WIDTH, 612)):
    pen.lineTo(point)
pen.closePath()
font.setGlyphOrder([*font.getGlyphOrder(), NAME])
glyphs.glyphs[NAME] = pen.glyph()
glyphs.glyphOrder = font.getGlyphOrder()
widths[NAME] = (WIDTH, 0)
if "vmtx" in font:
    font["vmtx"].metrics[NAME] = (1000, 0)
font["maxp"].numGlyphs = len(font.getGlyphOrder())
for table in font["cmap"].tables:
    if table.isUnicode():
        table.cmap[0x332] = NAME


def record(kind, **fields):
    made = kind()
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def part(flags):
    return record(otTables.GlyphPartRecord, glyph=NAME, StartConnectorLength=500, EndConnectorLength=500, FullAdvance=WIDTH + 1, PartFlags=flags)


assembly = record(otTables.GlyphAssembly, ItalicsCorrection=record(otTables.MathValueRecord, Value=0), PartRecords=[part(0), part(1)], PartCount=2)
itself = record(otTables.MathGlyphVariantRecord, VariantGlyph=NAME, AdvanceMeasurement=WIDTH + 1)
construction = record(otTables.MathGlyphConstruction, MathGlyphVariantRecord=[itself], VariantCount=1, GlyphAssembly=assembly)
variants.HorizGlyphCoverage.glyphs.append(NAME)
variants.HorizGlyphConstruction.append(construction)
variants.HorizGlyphCount = len(variants.HorizGlyphConstruction)

font.save(sys.argv[2])
