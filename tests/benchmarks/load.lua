-- Sends the signed requests of a file, one after the other, and prints the figures as JSON.
-- It is written for one thread of wrk: with more, each would send the whole file, and texts twice.
function init(_)
  requests, at = {}, 0
  for line in io.lines(os.getenv("LOAD_FILE")) do
    local path, signature, body = line:match("([^\t]*)\t([^\t]*)\t([^\t]*)")
    local headers = {["Host"] = "line", ["X-Twilio-Signature"] = signature, ["Content-Type"] = "application/x-www-form-urlencoded"}
    requests[#requests + 1] = wrk.format("POST", path, headers, body)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

local rest = tonumber(os.getenv("LOAD_REST_MS"))
if rest > 0 then
  function delay()
    return rest
  end
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
