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

function cvtex.mark(words, mode)
  local made = node.new("whatsit", "pdf_literal")
  made.mode, made.data = mode or 1, words
  node.write(made)
end

-- White between letters, in thousandths of an em, for a font that has a name of its own then.
local tracked = {}

function cvtex.another(name, share)
  tex.write((name:gsub("mode=harf", "mode=harf;tracked=" .. share)))
end

function cvtex.track(id, share)
  tracked[id] = share * font.getfont(id).size / 1000
end

local function tracking(head)
  for item in node.traverse_id(node.id("glyph"), head) do
    local following = item.next
    if tracked[item.font] and following and following.id == item.id and following.font == item.font then
      local white = node.new("kern", 1)
      white.kern, white.attr = tracked[item.font], item.attr
      node.insert_after(head, item, white)
    end
  end
  return head
end
luatexbase.add_to_callback("pre_linebreak_filter", tracking, "cvtex.tracking")
luatexbase.add_to_callback("hpack_filter", tracking, "cvtex.tracking")

-- Which way a text runs: nodes that open and close stretches, whatever groups are about them.
local ways, turns = {}, false

local function turn(way, ends)
  local mark = node.direct.new("dir")
  node.direct.setdirection(mark, way, ends)
  node.write(node.direct.tonode(mark))
end

function cvtex.turn(way)
  ways[#ways + 1] = way
  turns = true
  turn(way, false)
end

function cvtex.turnback()
  turn(table.remove(ways) or 0, true)
end

local hlist, vlist, glyph, whatsit = node.id("hlist"), node.id("vlist"), node.id("glyph"), node.id("whatsit")
local literal = node.subtype("pdf_literal")
local without_room = luatexbase.new_attribute("cvtex.withoutroom")
local lines = dofile(kpse.find_file("cvtex-lines.lua"))
local marks = dofile(kpse.find_file("cvtex-marks.lua"))

-- A space that is a glyph parts words for every reader; the white keeps its width.
local glue, kern = node.id("glue"), node.id("kern")
local leftout, wordspace, skip = luatexbase.new_attribute("cvtex.leftout"), {}, {}
local italic -- a kern that is put behind slanted letters
for number, name in pairs(node.subtypes("kern")) do
  if name == "italiccorrection" then italic = number end
end
for number, name in pairs(node.subtypes("glue")) do
  skip[name] = number
  if name == "spaceskip" or name == "xspaceskip" then wordspace[number] = true end
end

-- The glue that a line ends at becomes the skip on its right, and is known by this; so is a kern before glue.
luatexbase.add_to_callback("pre_linebreak_filter", function(head)
  for item in node.traverse_id(glue, head) do
    if wordspace[item.subtype] or (item.subtype == skip.userskip and item.width > 0) then
      node.set_attribute(item, leftout, 1)
      if item.prev and item.prev.id == kern then node.set_attribute(item.prev, leftout, 1) end
    end
  end
  return head
end, "cvtex.leftout")

-- The text that is being read: the roles that are open, its last glyph, whether white followed that, and
-- the last glyph of the text before, which a date goes on with.
local roles, last, due, ended = {}, nil, false, nil

local function leaves_white(item)
  local before = item.prev
  return node.get_attribute(item, leftout) or (before and before.id == kern and node.get_attribute(before, leftout))
end

local function blank_after(before)
  local data = font.getfont(before.font)
  local blank = data and data.characters[32]
  if not blank or before.char == 32 then return end
  local mark = node.copy(before)
  mark.char, mark.xoffset, mark.yoffset = 32, 0, 0
  if data.hb then
    local shape = data.hb.shared.glyphs[blank.index]
    shape.used, shape.tounicode = true, "0020"
  end
  return mark, blank.width
end

local function unseen()
  local mark, width = blank_after(last)
  if mark then
    local back = node.new("kern", 1)
    back.kern, back.attr = -width, last.attr
    for _, item in ipairs({ mark, back }) do node.set_attribute(item, without_room, 1) end
    node.insert_after(last, last, mark)
    node.insert_after(last, mark, back)
    last = mark
  end
  due = false
end

local function role(data)
  local name = data:match("^%% ?cvtex *(%a*)$")
  if not name then return end
  local within = name
  if name == "" then within = table.remove(roles) else roles[#roles + 1] = name end
  if within ~= "date" and within ~= "link" and within ~= "span" then last, due, ended = nil, false, last end
  if name == "date" then last, due = last or ended, true end
end

-- Before \textbf and its like LaTeX puts the space behind a kern, and it is a word space no less.
local function is_wordspace(item)
  local before = item.prev
  local moved = item.subtype == skip.userskip and before and before.id == kern and before.subtype == italic
  return wordspace[item.subtype] or (moved and item.width > 0)
end

local function spaced(head)
  for item in node.traverse(head) do
    if item.id == glyph then
      if due and last then unseen() end
      last, due = item, false
    elseif (item.id == hlist or item.id == vlist) and item.head then
      item.head = spaced(item.head)
    elseif item.id == whatsit and item.subtype == literal then
      role(item.data)
    elseif item.id == glue and last then
      if is_wordspace(item) then
        local mark, width = blank_after(last)
        if mark then
          item.width = item.width - width
          head = node.insert_before(head, item, mark)
          last, due = mark, false
        end
      elseif item.subtype == skip.rightskip and leaves_white(item) then
        unseen()
      elseif item.subtype == skip.userskip and item.width > 0 then
        due = true
      end
    end
  end
  return head
end

function cvtex.read(number)
  local box = tex.box[number]
  if not box or not box.head then return end
  box.head = spaced(box.head)
  marks.read(box.head)
  if turns then lines.read(box.head) end
end

-- What the glyphs mean. A font that is used in several sizes is one font of the PDF: luaotfload tells
-- the first size alone, and one code point of several that share a glyph; LuaTeX asks them all.
luatexbase.add_to_callback("finish_pdffile", function()
  for id, data in font.each() do
    local found = {}
    for code, character in pairs(data.hb and data.characters or found) do
      local shape = data.hb.shared.glyphs[character.index]
      if shape and shape.used and shape.tounicode then
        character.tounicode, character.used = shape.tounicode, true
        found[code] = character
      end
    end
    if next(found) then font.addcharacters(id, { characters = found }) end
  end
end, "cvtex.meanings")

return cvtex
