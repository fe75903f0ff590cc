-- Marks above and below letters, as readers of PDFs find them: they go by where a glyph begins. A mark without room
-- of its own should begin where its letter ends, but may do so behind the beginning of the next one, or long before.
local marks = {}

local glyph, hlist, vlist, whatsit = node.id("glyph"), node.id("hlist"), node.id("vlist"), node.id("whatsit")
local glue, kern, dir = node.id("glue"), node.id("kern"), node.id("dir")
local literal = node.subtype("pdf_literal")

-- What a glyph says, in UTF-16; nothing where a font does not tell.
local function said(item)
  local data = font.getfont(item.font)
  local character = data and data.hb and data.characters[item.char]
  return character and data.hb.shared.glyphs[character.index].tounicode
end

-- A mark that is raised by what nobody sees, as over Thai vowels, stands level with its letters: shown by itself
-- it would be read behind all that is shown together with the next letter.
local function level(item)
  if item.yoffset ~= 0 and math.abs(item.yoffset) < font.getfont(item.font).size / 40 then item.yoffset = 0 end
end

-- The letters of a line, each with where it begins and how far to the right its marks do. What is said together
-- already, and what text from right to left says by marks of its own, is left alone.
local function letters(list)
  local found, x, spoken = {}, 0, false
  for item in node.traverse(list.head) do
    if item.id == glyph then
      local last = found[#found]
      level(item)
      if spoken then
        found[#found + 1] = { x = x + item.xoffset }
      elseif item.width > 0 then
        found[#found + 1] = { first = item, last = item, x = x + item.xoffset, reach = x }
      elseif last and last.first then
        last.last, last.reach = item, math.max(last.reach, x + item.xoffset)
      end
      x = x + item.width
    elseif item.id == kern then
      x = x + item.kern
    elseif item.id == glue then
      x = x + node.effective_glue(item, list)
    elseif item.id == hlist or item.id == vlist then
      found[#found + 1], x = { x = x }, x + item.width
    elseif item.id == whatsit and item.subtype == literal then
      if item.data:find("BDC$") then spoken = true elseif item.data == "EMC" then spoken = false end
    elseif item.id == dir then
      return {}
    end
  end
  return found
end

local function mark(list, where, words, behind)
  local made = node.new(whatsit, literal)
  made.mode, made.data = 1, words
  if behind then node.insert_after(list.head, where, made) else list.head = node.insert_before(list.head, where, made) end
end

-- A letter is said together with its marks (ActualText).
local function join(list, letter)
  local words, item = {}, letter.first
  while item ~= letter.last.next do
    if item.id == glyph then
      local word = said(item)
      if not word then return end
      words[#words + 1] = word
    end
    item = item.next
  end
  mark(list, letter.first, "/Span<</ActualText<FEFF" .. table.concat(words) .. ">>>BDC")
  mark(list, letter.last, "EMC", true)
end

local function astray(letter, ending)
  local room = font.getfont(letter.first.font).size / 40
  return letter.reach > ending or letter.reach < ending - room
end

function marks.read(head)
  for item in node.traverse(head) do
    local found = item.id == hlist and item.head and letters(item) or {}
    for index, letter in ipairs(found) do
      local following = found[index + 1]
      if letter.first ~= letter.last and following and astray(letter, following.x) then join(item, letter) end
    end
    if (item.id == hlist or item.id == vlist) and item.head then marks.read(item.head) end
  end
end

return marks
