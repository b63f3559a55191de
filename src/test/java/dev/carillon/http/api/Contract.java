package dev.carillon.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** What openapi.json promises, for tests to hold responses against. Immutable. */
final class Contract {
    private static final JsonSchemaOptions OPTIONS =
            new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("https://localhost/");

    private final JsonObject document;

    Contract() {
        try (InputStream file = Contract.class.getResourceAsStream("openapi.json")) {
            document = new JsonObject(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonObject document() {
        return document;
    }

    /** Fails when the response is none that the description has for the request. */
    void check(String method, String path, int status, HttpHeaders headers, String body) {
        JsonObject response = operation(method, path)
                .map(operation -> resolved(operation.getJsonObject("responses").getJsonObject(String.valueOf(status))))
                .orElseGet(() -> component("responses", "BadRequest"));
        assertThat(response)
                .as("%s %s may be answered with %s", method, path, status)
                .isNotNull();
        checkHeaders(response, headers);
        JsonObject content = response.getJsonObject("content");
        if (content == null) {
            assertThat(body).isEmpty();
            return;
        }
        String type = headers.firstValue("Content-Type").orElse("none");
        assertThat(content.fieldNames()).as("types of %s", status).contains(type);
        checkSchema(content.getJsonObject(type).getJsonObject("schema"), Json.decodeValue(body));
    }

    /** Fails when the value does not fit the schema. */
    void checkSchema(JsonObject schema, Object value) {
        // The validator writes into what it is given
        JsonObject whole = schema.copy()
                .put("$id", "https://localhost/schema")
                .put("components", document.getJsonObject("components").copy());
        OutputUnit result = Validator.create(JsonSchema.of(whole), OPTIONS).validate(value);
        assertThat(result.getValid())
                .as("%s fits %s: %s", value, schema, result.getErrors())
                .isTrue();
    }

    /** The operation that a request is for. */
    Optional<JsonObject> operation(String method, String path) {
        return document.getJsonObject("paths").stream()
                .filter(entry -> matches(entry.getKey(), path))
                .map(entry -> ((JsonObject) entry.getValue()).getJsonObject(method.toLowerCase()))
                .filter(operation -> operation != null)
                .findFirst();
    }

    /** What a reference within the document means, or the value itself. */
    JsonObject resolved(JsonObject value) {
        if (value == null || !value.containsKey("$ref")) {
            return value;
        }
        String[] words = value.getString("$ref").split("/");
        return component(words[2], words[3]);
    }

    private JsonObject component(String kind, String name) {
        return document.getJsonObject("components").getJsonObject(kind).getJsonObject(name);
    }

    private void checkHeaders(JsonObject response, HttpHeaders headers) {
        for (var entry : response.getJsonObject("headers", new JsonObject())) {
            JsonObject header = resolved((JsonObject) entry.getValue());
            Optional<String> value = headers.firstValue(entry.getKey());
            if (header.getBoolean("required", false)) {
                assertThat(value).as(entry.getKey()).isPresent();
            }
            value.ifPresent(text -> checkSchema(
                    header.getJsonObject("schema"),
                    header.getJsonObject("schema").getString("type", "").equals("integer")
                            ? (Object) Long.valueOf(text)
                            : text));
        }
    }

    private static boolean matches(String template, String path) {
        return Pattern.matches(template.replaceAll("\\{\\w+}", "[^/]+"), path);
    }
}
