-- Sends signed requests from a file, one after the other, and prints what came of them as JSON.
local threads = 0
function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init(_)
  requests, at = {}, 0
  local number, share = 0, tonumber(os.getenv("LOAD_THREADS"))
  for line in io.lines(os.getenv("LOAD_FILE")) do
    number = number + 1
    -- Each thread has its own: the same text sent twice would be answered from memory.
    if number % share == id then
      local path, signature, body = line:match("([^\t]*)\t([^\t]*)\t([^\t]*)")
      local headers = {["Host"] = "line.example", ["X-Twilio-Signature"] = signature, ["Content-Type"] = "application/x-www-form-urlencoded"}
      requests[#requests + 1] = wrk.format("POST", path, headers, body)
    end
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

if tonumber(os.getenv("LOAD_DELAY") or "0") > 0 then
  local wait = tonumber(os.getenv("LOAD_DELAY"))
  function delay()
    return wait
  end
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "p50": %f, "p95": %f, "p99": %f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    latency:percentile(99) / 1000, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
