package dev.carillon.http.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of the JSON object that a request's body is. Each getter throws a problem that names the field. Immutable. */
final class JsonFields {
    static final JsonFields NONE = new JsonFields(Map.of());

    private static final int MAX_SHOWN = 64;
    /** Keeps none of the names that it reads, which anybody may make up. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            // These the size of the body bounds
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /**
     * @param kind the first token of the value
     * @param text of a text what it says, of all else the JSON as it came
     */
    private record Value(JsonToken kind, String text) {}

    private final Map<String, Value> values;

    private JsonFields(Map<String, Value> values) {
        this.values = values;
    }

    /** Reads a body; throws a problem when it is no JSON object, and when it has a field that is not {@code known}. */
    static JsonFields read(Buffer body, List<String> known) {
        String text = decoded(body);
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw bad("The body must be a JSON object");
            }
            Map<String, Value> values = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (!known.contains(name)) {
                    throw bad("There is no field \"" + shown(name) + "\"; expected " + String.join(", ", known));
                }
                if (values.put(name, value(parser, text)) != null) {
                    throw bad("The field \"" + name + "\" stands there twice");
                }
            }
            if (parser.nextToken() != null) {
                throw bad("Something follows the JSON object, at " + place(parser.currentTokenLocation()));
            }
            return new JsonFields(values);
        } catch (StreamConstraintsException e) {
            throw bad("The body nests deeper than " + StreamReadConstraints.DEFAULT_MAX_DEPTH + " levels");
        } catch (JsonEOFException e) {
            throw bad("The body ends too early, at " + place(e.getLocation()));
        } catch (JsonProcessingException e) {
            throw bad("The body is not JSON, at " + place(e.getLocation()) + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** A text. */
    String text(String name) {
        Value value = value(name);
        if (value.kind != JsonToken.VALUE_STRING) {
            throw bad("The field \"" + name + "\" must be a text");
        }
        return wellFormed(name, value.text);
    }

    /** A text, or of any other value the JSON as it came. */
    String textOrJson(String name) {
        return wellFormed(name, value(name).text);
    }

    /** A list of texts, at least one and at most {@code most}. */
    List<String> texts(String name, int most) {
        Value value = value(name);
        JsonArray items = value.kind == JsonToken.START_ARRAY ? new JsonArray(value.text) : new JsonArray();
        List<String> texts = new ArrayList<>();
        for (Object item : items) {
            if (item instanceof String text && texts.size() < most) {
                texts.add(wellFormed(name, text));
            }
        }
        if (items.isEmpty() || texts.size() < items.size()) {
            throw bad("The field \"" + name + "\" must be a list of 1 to " + most + " texts");
        }
        return texts;
    }

    private Value value(String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow(() -> bad("The field \"" + name + "\" is missing"));
    }

    private static Value value(JsonParser parser, String body) throws IOException {
        JsonToken kind = parser.currentToken();
        if (!kind.isStructStart()) {
            return new Value(kind, parser.getText());
        }
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return new Value(
                kind, body.substring(from, (int) parser.currentLocation().getCharOffset()));
    }

    private static String decoded(Buffer body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("The body is not valid UTF-8");
        }
    }

    /** Half a pair of surrogates can be escaped in JSON and cannot be sent on. */
    private static String wellFormed(String name, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw bad("The field \"" + name + "\" has half a surrogate pair");
        }
        return text;
    }

    private static String shown(String name) {
        return name.length() > MAX_SHOWN ? name.substring(0, MAX_SHOWN) + "..." : name;
    }

    private static String place(JsonLocation location) {
        return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(400, detail);
    }
}
