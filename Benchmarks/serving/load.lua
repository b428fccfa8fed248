-- What wrk sends: one short text after the other, or lists of eight, from a file with a text a line (BRAID_TEXTS).
local texts = {}
for line in io.lines(os.getenv("BRAID_TEXTS")) do
  if #line > 0 then
    texts[#texts + 1] = '"' .. line:gsub('\\', '\\\\'):gsub('"', '\\"'):gsub('\t', '\\t') .. '"'
  end
end

local size = tonumber(os.getenv("BRAID_LIST") or "1")
local token = os.getenv("BRAID_TOKEN")
local next = 0

function init()
  -- Every thread starts elsewhere.
  math.randomseed(os.time() + tonumber(tostring({}):sub(8)))
  next = math.random(#texts)
end

function request()
  local some = {}
  for index = 1, size do
    next = next % #texts + 1
    some[index] = texts[next]
  end
  local headers = { ["Content-Type"] = "application/json" }
  if token then headers["Authorization"] = "Bearer " .. token end
  return wrk.format("POST", "/v1/annotate", headers, '{"texts":[' .. table.concat(some, ",") .. ']}')
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    "%d requests, %.0f a second; latency p50 %.1f ms, p90 %.1f, p99 %.1f, p99.9 %.1f, longest %.1f; errors: connect %d, read %d, write %d, timeout %d, status %d",
    summary.requests, summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000,
    latency:percentile(90) / 1000, latency:percentile(99) / 1000, latency:percentile(99.9) / 1000, latency.max / 1000,
    errors.connect, errors.read, errors.write, errors.timeout, errors.status))
end
