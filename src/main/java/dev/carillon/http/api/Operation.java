package dev.carillon.http.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.function.Function;

/**
 * Something that the API does. Immutable.
 *
 * @param path with its variable part as {@code {name}}
 * @param isPublic whether it is for anybody, without a key
 * @param action may throw a {@link ProblemException} or fail with one; all else is a bug
 */
record Operation(HttpMethod method, String path, boolean isPublic, Function<Call, Future<Answer>> action) {
    /** Name of the variable part for the router. */
    static final String PARAMETER = "parameter";

    static Operation get(String path, Function<Call, Future<Answer>> action) {
        return new Operation(HttpMethod.GET, path, false, action);
    }

    static Operation post(String path, Function<Call, Future<Answer>> action) {
        return new Operation(HttpMethod.POST, path, false, action);
    }

    static Operation delete(String path, Function<Call, Future<Answer>> action) {
        return new Operation(HttpMethod.DELETE, path, false, action);
    }

    static Operation getByAnybody(String path, Function<Call, Future<Answer>> action) {
        return new Operation(HttpMethod.GET, path, true, action);
    }

    boolean takesBody() {
        return method == HttpMethod.POST;
    }

    /** The path as a router takes it. */
    String route() {
        return path.replaceAll("\\{\\w+}", ":" + PARAMETER);
    }
}
