package dev.carillon.http.api;

import dev.carillon.Instance;
import dev.carillon.testing.Instances;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client of the API that accepts nothing but what openapi.json promises. */
final class Requests {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Contract CONTRACT = new Contract();

    private Requests() {}

    static HttpResponse<String> get(Instance instance, String path, String... headers) {
        return send(instance, "GET", path, BodyPublishers.noBody(), headers);
    }

    static HttpResponse<String> delete(Instance instance, String path, String... headers) {
        return send(instance, "DELETE", path, BodyPublishers.noBody(), headers);
    }

    /** Posts JSON. */
    static HttpResponse<String> post(Instance instance, String path, String json, String... headers) {
        String[] more = new String[headers.length + 2];
        System.arraycopy(headers, 0, more, 2, headers.length);
        more[0] = "Content-Type";
        more[1] = "application/json";
        return send(instance, "POST", path, BodyPublishers.ofString(json), more);
    }

    /** @param headers name and value in turns */
    static HttpResponse<String> send(
            Instance instance, String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + Instances.port(instance) + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            if (!method.equals("HEAD") && !method.equals("OPTIONS")) {
                CONTRACT.check(
                        method,
                        response.uri().getRawPath(),
                        response.statusCode(),
                        response.headers(),
                        response.body());
            }
            return response;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a problem document says is wrong. */
    static String detail(HttpResponse<String> response) {
        return new JsonObject(response.body()).getString("detail");
    }

    static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }
}
