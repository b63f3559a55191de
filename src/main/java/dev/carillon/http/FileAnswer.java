package dev.carillon.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** How a file is sent: compressed or not, or not at all when the browser has it. Pure. */
final class FileAnswer {
    /** Nothing from elsewhere, nothing inline, and shown in nobody's frame. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final int NOT_MODIFIED = 304;

    private FileAnswer() {}

    /** @param file null: there is none, and the next route is asked */
    static void send(RoutingContext context, StaticFile file, String cacheControl) {
        if (file == null) {
            context.next();
            return;
        }
        HttpServerRequest request = context.request();
        StaticFile.Encoded form = acceptsGzip(context) ? file.gzip() : file.plain();
        HttpServerResponse response = secure(context.response())
                .putHeader(HttpHeaders.ETAG, form.etag())
                .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (has(request, form.etag())) {
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.type());
        if (form != file.plain()) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        end(context, form.body());
    }

    /** Ends a response with its body, or with its length alone when only the head was asked for. */
    static void end(RoutingContext context, Buffer body) {
        HttpServerResponse response =
                context.response().putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(body);
        }
    }

    /** The headers that keep a browser from doing more than it should. */
    static HttpServerResponse secure(HttpServerResponse response) {
        return response.putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
    }

    private static boolean acceptsGzip(RoutingContext context) {
        return context.parsedHeaders().acceptEncoding().stream()
                .anyMatch(encoding -> encoding.value().equalsIgnoreCase("gzip") && encoding.weight() > 0);
    }

    /** RFC 9110, section 13.1.2: the comparison is weak, for a proxy may have weakened the tag. */
    private static boolean has(HttpServerRequest request, String etag) {
        for (String header : request.headers().getAll(HttpHeaders.IF_NONE_MATCH)) {
            for (String tag : header.split(",")) {
                String trimmed = tag.trim();
                if (trimmed.equals("*") || trimmed.equals(etag) || trimmed.equals("W/" + etag)) {
                    return true;
                }
            }
        }
        return false;
    }
}
