-- What the class needs of LuaTeX beyond its primitives: strings for the PDF, and lines whose
-- glyphs stand in the file from left to right, as readers of PDFs take them to.
local cvtex = {}

function cvtex.plain(text)
  tex.write(text:find("[^%]A-Za-z0-9 !*+,./:;<=>?@|[-]") and 0 or 1)
end

-- Text within parentheses (ISO 32000-1, 7.3.4.2).
function cvtex.escaped(text)
  tex.write((text:gsub("[\\()]", "\\%0"):gsub("[^\32-\126]", function(byte)
    return string.format("\\%03o", byte:byte())
  end)))
end

-- The name of a font with white between its letters, in thousandths of an em.
function cvtex.spaced(name, share)
  local spaced = name:gsub("mode=harf", "mode=node;letterspace=" .. share / 10)
  tex.write(spaced)
end

function cvtex.read(box)
end

-- A font that is used in several sizes is one font of the PDF. luaotfload tells what its
-- glyphs mean for the first size alone, and LuaTeX asks all of them.
luatexbase.add_to_callback("finish_pdffile", function()
  for id, data in font.each() do
    if data.hb and id ~= pdf.getfontname(id) then
      local offset, found = data.hb.shared.gid_offset, {}
      for gid, glyph in pairs(data.hb.shared.glyphs) do
        if glyph.used and glyph.tounicode then
          local character = data.characters[gid + offset]
          character.tounicode, character.used = glyph.tounicode, true
          found[gid + offset] = character
          local code = data.hb.shared.nominals[gid]
          if code then found[code] = character end
        end
      end
      font.addcharacters(id, { characters = found })
    end
  end
end, "cvtex.meanings")

return cvtex
