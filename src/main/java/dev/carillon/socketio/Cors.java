package dev.carillon.socketio;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.regex.Pattern;

/** Which other origins' pages may poll (Fetch standard, "CORS protocol"). Immutable. */
final class Cors {
    private static final String ANY = "*";
    private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9-]{1,64}(, ?[A-Za-z0-9-]{1,64}){0,15}");
    private static final String MAX_AGE_SECONDS = "600";

    private final List<String> origins;

    Cors(List<String> origins) {
        this.origins = origins;
    }

    /** Says in the response whether the page that made the request may read it. */
    void mark(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        HttpServerResponse response = request.response();
        if (origins.contains(ANY)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        } else if (!origins.isEmpty()) {
            response.putHeader(HttpHeaders.VARY, "Origin");
            if (origin != null && origins.contains(origin)) {
                response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            }
        }
    }

    /** Whether a preflight request, marked already, is granted; then the response says what. */
    boolean grant(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!response.headers().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            return false;
        }
        String asked = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        boolean names = asked != null && HEADER_NAMES.matcher(asked).matches();
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, names ? asked : "Content-Type")
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
        return true;
    }
}
