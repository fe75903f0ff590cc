-- Lines whose glyphs stand in the file from left to right: what runs the other way is turned about.
-- A link, a colour and a mark of cvtex may begin in one direction and end in another; they are
-- opened and closed anew where the order of the eye parts what they hold. So that it is known how
-- it is read, each mark bears its number among those of its kind, and each stretch of a line that
-- turns has a mark of its own, numbered in the order of reading.
local lines = {}

local hlist, vlist, dir, whatsit = node.id("hlist"), node.id("vlist"), node.id("dir"), node.id("whatsit")
local glyph, disc = node.id("glyph"), node.id("disc")
local white = { [node.id("glue")] = true, [node.id("kern")] = true, [node.id("margin_kern")] = true, [node.id("penalty")] = true }
-- A space without room at the end of what is read; in a line that turns that may be within a word.
local without_room = luatexbase.attributes["cvtex.withoutroom"]
local kinds = {}
for number, name in pairs(node.whatsits()) do kinds[name] = number end

-- What is open where the text is read: a list that is made anew at each change, so that what stands
-- in the text can keep it.
local open, read, stretches = {}, {}, 0

local function with(list, last)
  local longer = table.move(list, 1, #list, 1, {})
  longer[#longer + 1] = last
  return longer
end

local function without(list, kind)
  for index = #list, 1, -1 do
    if list[index].kind == kind then
      local shorter = table.move(list, 1, #list, 1, {})
      table.remove(shorter, index)
      return shorter
    end
  end
end

local function kind_of(item)
  if item.id ~= whatsit then return end
  if item.subtype == kinds.pdf_start_link then return "link", "begin" end
  if item.subtype == kinds.pdf_end_link then return "link", "end" end
  if item.subtype == kinds.pdf_colorstack then
    return "colour" .. item.stack, ({ [1] = "begin", [2] = "end" })[item.command]
  end
  if item.subtype == kinds.pdf_literal then
    if item.data:find("BDC$") then return "meaning", "begin" end
    if item.data == "EMC" then return "meaning", "end" end
    local role = item.data:match("^%% ?cvtex *(%a*)$")
    if role then return "mark", role == "" and "end" or "begin" end
  end
end

local function literal(mode, data)
  local made = node.new(whatsit, kinds.pdf_literal)
  made.mode, made.data = mode, data
  return made
end

local function numbered(item)
  local role = item.data:match("%a+$")
  read[role] = (read[role] or 0) + 1
  return item.data .. " " .. read[role]
end

local function beginning(one)
  if one.data then return literal(one.mode, one.data) end
  local again = one.used
  one.used = true
  return again and node.copy(one.first) or one.first
end

local function ending(one)
  if one.kind == "link" then return node.new(whatsit, kinds.pdf_end_link) end
  if one.kind == "meaning" then return literal(one.mode, "EMC") end
  if one.kind == "mark" then return literal(one.mode, "%cvtex") end
  local made = node.new(whatsit, kinds.pdf_colorstack)
  made.stack, made.command, made.data = one.first.stack, 2, ""
  return made
end

-- From what is open here to what is to be open there.
local function shift(out, from, to)
  local same = 0
  while same < #from and from[same + 1] == to[same + 1] do same = same + 1 end
  for index = #from, same + 1, -1 do out[#out + 1] = ending(from[index]) end
  for index = same + 1, #to do out[#out + 1] = beginning(to[index]) end
end

-- No link is open between lines, so that each covers its words alone.
local function unlinked(list)
  for index, one in ipairs(list) do
    if one.kind == "link" then return table.move(list, 1, index - 1, 1, {}) end
  end
  return list
end

local function flat(group, out)
  local first, last, step = 1, #group, 1
  if group.way == 1 then first, last, step = last, first, -1 end
  for index = first, last, step do
    local item = group[index]
    if item.node then
      if group.way == 1 and item.node.id == glyph then item.node.xoffset = -item.node.xoffset end
      out[#out + 1] = item
    else
      flat(item, out)
    end
  end
  return out
end

local function turned(head)
  for item in node.traverse_id(dir, head) do return true end
end

local boxed

-- What a line holds, in groups of one direction, each with what is open there; `marks` where its
-- stretches are marked.
local function gathered(head, marks)
  local stack, within, stretch, meaning = { { way = 0 } }, open, nil, nil
  local function put(item)
    local list = stretch and open == within and with(open, stretch) or open
    if meaning then list = with(list, meaning) end
    table.insert(stack[#stack], { node = item, open = list })
  end
  local function read_on()
    if not marks or (stretch and open == within) then return end
    stretches, within = stretches + 1, open
    stretch = { kind = "mark", mode = 1, data = "%cvtex turned " .. stretches }
  end
  local item = head
  while item do
    local following, kind, what = item.next, kind_of(item)
    if item.id == dir then
      local way, closes = node.direct.getdirection(node.direct.todirect(item))
      if not closes then
        local group = { way = way }
        table.insert(stack[#stack], group)
        table.insert(stack, group)
      elseif #stack > 1 then
        table.remove(stack)
      end
      node.free(item)
    elseif marks and node.get_attribute(item, without_room) then
      node.free(item)
    elseif what == "begin" and kind == "meaning" then
      read_on()
      meaning = { kind = kind, mode = item.mode, data = item.data }
    elseif what == "end" and kind == "meaning" and meaning then
      meaning = nil
      node.free(item)
    elseif what == "begin" then
      open = with(open, { kind = kind, first = item, mode = kind == "mark" and item.mode, data = kind == "mark" and numbered(item) })
    elseif what == "end" and without(open, kind) then
      open = without(open, kind)
      node.free(item)
    else
      if item.id == hlist or item.id == vlist then
        boxed(item, marks)
        stretch = nil
      elseif item.id == glyph or item.id == disc then
        read_on()
      end
      put(item)
    end
    item = following
  end
  return stack[1]
end

-- The white at both ends of a line is no part of a link.
local function ends_unlinked(items)
  for _, way in ipairs({ { 1, #items, 1 }, { #items, 1, -1 } }) do
    for index = way[1], way[2], way[3] do
      if not white[items[index].node.id] then break end
      items[index].open = unlinked(items[index].open)
    end
  end
  return items
end

-- A line, or a box in one; `alone` where it stands among lines.
local function line(head, alone, within)
  local before = alone and unlinked(open) or open
  local out, now = {}, before
  local items = flat(gathered(head, within or turned(head)), {})
  for _, item in ipairs(alone and ends_unlinked(items) or items) do
    shift(out, now, item.open)
    out[#out + 1], now = item.node, item.open
  end
  shift(out, now, alone and unlinked(open) or open)
  for index, each in ipairs(out) do
    each.prev, each.next = out[index - 1], out[index + 1]
  end
  return out[1]
end

local function column(head)
  for item in node.traverse(head) do
    if item.id == hlist and item.head then
      item.head = line(item.head, true)
    elseif item.id == vlist and item.head then
      column(item.head)
    end
  end
end

function boxed(item, within)
  if item.head and item.id == hlist then item.head = line(item.head, false, within) end
  if item.head and item.id == vlist then column(item.head) end
end

lines.read = column

return lines
