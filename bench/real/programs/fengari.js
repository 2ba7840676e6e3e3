// fengari, a Lua in JavaScript, runs Lua programs.
'use strict';
const { lua, lauxlib, lualib, to_luastring, to_jsstring } = require('fengari');
function run(text) {
  const L = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(L);
  lua.lua_pushcfunction(L, (state) => {
    const parts = [];
    for (let i = 1; i <= lua.lua_gettop(state); i++) {
      parts.push(to_jsstring(lauxlib.luaL_tolstring(state, i)));
      lua.lua_pop(state, 1);
    }
    console.log(parts.join('\t'));
    return 0;
  });
  lua.lua_setglobal(L, to_luastring('print'));
  if (lauxlib.luaL_dostring(L, to_luastring(text)) !== lua.LUA_OK) {
    console.log('error:', to_jsstring(lua.lua_tostring(L, -1)));
  }
}
run(`
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(fib(18), 7 // 2, 7 / 2, 2 ^ 10, "a" .. 1, #"abc", 3 == 3.0, 1 << 5)
local t = setmetatable({}, { __index = function(_, k) return k .. "!" end, __add = function(a, b) return 42 end })
print(t.hello, t + 1, rawget(t, "x"))
local co = coroutine.wrap(function(a) for i = 1, 3 do a = coroutine.yield(a * i) end return "done" end)
print(co(2), co(3), co(4), co(5))
for k, v in ipairs({ "x", "y" }) do print(k, v) end
print(string.format("%5.2f|%-5s|%05d|%x|%q", 3.14159, "ab", 42, 255, "q\\n"), ("hello"):rep(2, "-"))
print(("key = value, k2 = v2"):gsub("(%w+) = (%w+)", "%2 = %1"), ("x=1"):match("(%a)=(%d)"), ("abc"):byte(1, -1))
local list = { 5, 2, 8, 1 } table.sort(list, function(a, b) return a > b end)
print(table.concat(list, ","), select("#", 1, nil, nil), table.unpack({ 1, 2, 3 }))
print(pcall(error, { code = 1 }), pcall(function() local x = nil; return x.y end))
goto skip
print("not printed")
::skip::
print(math.maxinteger, math.type(1), math.type(1.0), tostring(1e15), 10 // 0.0, utf8 and utf8.char(228, 8364))
`);
run('syntax error here');
run('error("thrown")');
