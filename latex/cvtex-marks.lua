-- Marks above and below letters, as readers of PDFs find them: they go by where a glyph begins. A mark without room
-- of its own should begin where its letter ends, but may do so behind the beginning of the next one, or long before.
local marks = {}

local glyph, hlist, vlist, whatsit = node.id("glyph"), node.id("hlist"), node.id("vlist"), node.id("whatsit")
local glue, kern, dir = node.id("glue"), node.id("kern"), node.id("dir")
local literal = node.subtype("pdf_literal")
local without_room = luatexbase.attributes["cvtex.withoutroom"] -- of a space at the end of a line

-- What a glyph says, in UTF-16; nothing where a font does not tell.
local function said(item)
  local data = font.getfont(item.font)
  local character = data and data.hb and data.characters[item.char]
  return character and data.hb.shared.glyphs[character.index].tounicode
end

-- A mark that is moved by what nobody sees, as over Thai vowels, stands level with its letters: shown by itself
-- it would be read behind all that is shown together with the next letter, or with its letter said twice. Fonts without
-- serifs lower the tones of Thai and Lao over a vowel by more, up to an eleventh of their size.
local function level(item)
  local size, moved = font.getfont(item.font).size, item.yoffset
  if moved == 0 then return end
  local lowered = moved < 0 and -moved < size / 11 and (said(item) or ""):find("^0E[4C][8-E]$")
  if lowered or math.abs(moved) < size / 40 then item.yoffset = 0 end
end

-- Go on in another direction, or in the one before.
local function turn(ways, item)
  local way, closes = node.direct.getdirection(node.direct.todirect(item))
  ways[#ways + (closes and 0 or 1)] = not closes and way or nil
end

-- The letters of a line, each with where it begins, and its marks at the least and at the most. What is said together
-- already, and what runs from right to left, is left alone.
local function letters(list)
  local found, x, spoken, ways = {}, 0, false, { 0 }
  for item in node.traverse(list.head) do
    if item.id == glyph then
      local last = found[#found]
      level(item)
      if spoken or ways[#ways] == 1 then
        found[#found + 1] = { x = x + item.xoffset }
      elseif item.width > 0 then
        found[#found + 1] = { first = item, last = item, x = x + item.xoffset }
      elseif last and last.first then
        local here = x + item.xoffset
        last.last, last.ends = item, here
        last.least, last.most = math.min(last.least or here, here), math.max(last.most or here, here)
      end
      x = x + item.width
    elseif item.id == kern then
      x = x + item.kern
    elseif item.id == glue then
      x = x + node.effective_glue(item, list)
    elseif item.id == hlist or item.id == vlist then
      found[#found + 1], x = { x = x }, x + item.width
    elseif item.id == whatsit then
      if item.subtype == literal and item.data:find("BDC$") then spoken = true end
      if item.subtype == literal and item.data == "EMC" then spoken = false end
      found[#found + 1] = { x = x } -- such as the beginning of a link, or of what a tag is for
    elseif item.id == dir then
      turn(ways, item)
      found[#found + 1] = { x = x }
    end
  end
  return found
end

local function mark(list, where, words, behind)
  local made = node.new(whatsit, literal)
  made.mode, made.data = 1, words
  if behind then node.insert_after(list.head, where, made) else list.head = node.insert_before(list.head, where, made) end
end

local function join(list, first, last)
  local words, item = {}, first
  while item ~= last.next do
    if item.id == glyph then
      local word = said(item)
      if not word then return end
      words[#words + 1] = word
    end
    item = item.next
  end
  mark(list, first, "/Span<</ActualText<FEFF" .. table.concat(words) .. ">>>BDC")
  mark(list, last, "EMC", true)
end

local function astray(letter, ending)
  local room = font.getfont(letter.first.font).size / 40
  return letter.most > ending or letter.least < ending - room
end

-- Poppler takes what is said together to end with its last mark, and white behind that for a space.
local function white_behind(letter, following)
  local space = following.first and following.first.char == 32
  return letter.ends and following.first and not space and letter.ends < following.x - font.getfont(letter.first.font).size / 12
end

-- Whether a letter has marks astray, or marks before a letter that has: what is said together begins where its letter does,
-- and marks that reach over there would be read behind it.
local function strays(found)
  local those = {}
  for index = #found - 1, 1, -1 do
    local letter = found[index]
    those[index] = letter.ends and (those[index + 1] or astray(letter, found[index + 1].x)) or false
  end
  return those
end

-- A letter is said together with its marks (ActualText), and with the next letter where that is far from them.
local function together(list, found)
  local index, those = 1, strays(found)
  while found[index + 1] do
    local letter, last = found[index], index
    if those[index] then
      while found[last + 1] and white_behind(found[last], found[last + 1]) do last = last + 1 end
      join(list, letter.first, found[last].last)
    end
    index = last + 1
  end
end

-- Whether letters of a line run from right to left.
local function turns(list)
  local ways = { 0 }
  for item in node.traverse(list.head) do
    if item.id == dir then
      turn(ways, item)
    elseif item.id == glyph and ways[#ways] == 1 then
      return true
    end
  end
end

-- The space behind what is said together is said with it: shown alone between two fonts, pdfium would drop it.
local function with_spaces(list)
  local said_here
  if turns(list) then return end -- its words have marks of their own
  for item in node.traverse_id(whatsit, list.head) do
    if item.subtype == literal and item.data:find("^/Span<</ActualText.*BDC$") then
      said_here = item
    elseif item.subtype == literal and item.data == "EMC" and said_here then
      local following = item.next
      while following and following.id == kern do following = following.next end
      if following and following.id == glyph and following.char == 32 and not node.get_attribute(following, without_room) then
        said_here.data = said_here.data:gsub(">>>BDC$", "0020>>>BDC")
        list.head = node.remove(list.head, item)
        node.insert_after(list.head, following, item)
      end
      said_here = nil
    end
  end
end

function marks.read(head)
  for item in node.traverse(head) do
    if item.id == hlist and item.head then
      together(item, letters(item))
      with_spaces(item)
    end
    if (item.id == hlist or item.id == vlist) and item.head then marks.read(item.head) end
  end
end

return marks
