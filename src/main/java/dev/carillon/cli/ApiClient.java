package dev.carillon.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks the HTTP API of a server, and waits for what it says. Immutable. */
final class ApiClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_PORT = 65_535;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final String url;
    private final String key;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /**
     * @param url of the server, without the API's path
     * @param key the secret to show; empty: none
     * @throws DeliveryException when the url is none
     */
    ApiClient(String url, String key) {
        this.url = checked(url).replaceFirst("/+$", "");
        this.key = key;
    }

    /**
     * A name as a part of a path.
     *
     * @throws DeliveryException when it cannot be one
     */
    static String encoded(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new DeliveryException(ExitCode.USAGE, "there can be no such name: \"" + name + "\"");
        }
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Posts JSON.
     *
     * @param path within the API
     * @throws DeliveryException when the answer is not 200
     */
    JsonObject post(String path, JsonObject body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        return read(send(request.build()));
    }

    private HttpResponse<String> send(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (HttpConnectTimeoutException e) {
            throw failed("no server answers at " + url);
        } catch (HttpTimeoutException e) {
            throw failed(url + " has not answered within " + TIMEOUT.toSeconds() + " s");
        } catch (ConnectException e) {
            throw failed("no server answers at " + url);
        } catch (IOException e) {
            throw failed("the connection to " + url + " failed: " + e.getMessage());
        }
    }

    private JsonObject read(HttpResponse<String> response) {
        JsonObject answer;
        try {
            answer = new JsonObject(response.body());
        } catch (DecodeException e) {
            answer = new JsonObject();
        }
        int status = response.statusCode();
        if (status != 200) {
            String why = answer.getValue("detail") instanceof String detail
                    ? detail
                    : url + " is no Carillon, or has no API";
            throw new DeliveryException(exitCode(status), why + " (status " + status + ")");
        }
        if (!(answer.getValue("instances") instanceof Number)) {
            throw failed(url + " is no Carillon");
        }
        return answer;
    }

    /** What may be otherwise the next time is no mistake of the caller's. */
    private static int exitCode(int status) {
        boolean later = status == 404 || status == 408 || status == 429;
        return status >= 400 && status < 500 && !later ? ExitCode.USAGE : ExitCode.FAILED;
    }

    private static String checked(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new DeliveryException(ExitCode.USAGE, "--url is no URL: " + url);
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        boolean more = uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null;
        if (!web || uri.getHost() == null || uri.getPort() > MAX_PORT || more) {
            throw new DeliveryException(ExitCode.USAGE, "--url must be of the form http://localhost:9001");
        }
        return url;
    }

    private static DeliveryException failed(String why) {
        return new DeliveryException(ExitCode.FAILED, why);
    }
}
