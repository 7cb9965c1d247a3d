-- wrk's script: POSTs the bodies of a file, one a line, in turn. Arguments: file, cookie, viewer.
local bodies, at = {}, 0
function init(arguments)
  for line in io.lines(arguments[1]) do bodies[#bodies + 1] = line end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Accept"] = "application/graphql-response+json"
  wrk.headers["X-Emhana-Client"] = "bench"
  wrk.headers["Cookie"] = "emhana=" .. arguments[2]
  wrk.headers["X-Viewer"] = arguments[3]
  for i, body in ipairs(bodies) do bodies[i] = wrk.format(nil, nil, nil, body) end
end
function request()
  at = at % #bodies + 1
  return bodies[at]
end
function done(summary, latency, requests)
  io.write(string.format('JSON {"requests":%d,"microseconds":%d,"bytes":%d,"failures":%d,"p50":%.1f,"p99":%.1f}\n',
    summary.requests, summary.duration, summary.bytes,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
