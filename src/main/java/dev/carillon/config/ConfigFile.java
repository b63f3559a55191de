package dev.carillon.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the sections and keys of one file, in its order, and reports what is wrong with its form. Confined to one load. */
final class ConfigFile {
    private static final int MAX_DIGITS = 18;

    /** Takes what the file holds. */
    interface Sink {
        /** A section starts. */
        void section(String name, String where);

        /** A value stands where a section belongs. */
        void stray(String name, Object json, String where);

        /** A key of the section that started last. */
        void key(String section, String name, Object json, String where);

        void problem(Problem problem);
    }

    private final Path path;
    private final Sink sink;

    private ConfigFile(Path path, Sink sink) {
        this.path = path;
        this.sink = sink;
    }

    /** Reads the file; does not fail, but tells {@code sink}. */
    static void read(Path path, Sink sink) {
        new ConfigFile(path, sink).read();
    }

    private void read() {
        try {
            if (Files.isDirectory(path)) {
                String name = path.toString();
                sink.problem(
                        name.isEmpty()
                                ? Problem.of("configuration file", "its name is empty")
                                : Problem.of(name, "is a folder, not a file"));
                return;
            }
            String text = Files.readString(path);
            parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (NoSuchFileException e) {
            sink.problem(Problem.of(path.toString(), "no such file"));
        } catch (AccessDeniedException e) {
            sink.problem(Problem.of(path.toString(), "cannot be read: permission denied"));
        } catch (CharacterCodingException e) {
            sink.problem(Problem.of(path.toString(), "is not text in UTF-8"));
        } catch (IOException e) {
            sink.problem(Problem.of(path.toString(), "cannot be read: " + e.getMessage()));
        }
    }

    private void parse(String text) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(text)) {
            JsonToken first = json.nextToken();
            if (first != JsonToken.START_OBJECT) {
                sink.problem(Problem.of(
                        path.toString(),
                        first == null ? "is empty; the least is {}" : "must be an object of sections: { ... }"));
                return;
            }
            sections(json);
            json.nextToken();
        } catch (JsonProcessingException e) {
            sink.problem(Problem.of(
                    path + ", line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr(),
                    JsonFault.describe(text, e)));
        }
    }

    private void sections(JsonParser json) throws IOException {
        Map<String, String> seen = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            String where = where(json);
            noteRepeated(seen, name, where);
            if (json.nextToken() == JsonToken.START_OBJECT) {
                sink.section(name, where);
                keys(json, name);
            } else {
                sink.stray(name, value(json), where);
            }
        }
    }

    private void keys(JsonParser json, String section) throws IOException {
        Map<String, String> seen = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            String where = where(json);
            noteRepeated(seen, section + "." + name, where);
            json.nextToken();
            sink.key(section, name, value(json), where);
        }
    }

    private void noteRepeated(Map<String, String> seen, String name, String where) {
        String first = seen.putIfAbsent(name, where);
        if (first != null) {
            sink.problem(new Problem(name, "", where, "given twice, first in " + first));
        }
    }

    private String where(JsonParser json) {
        return path + ", line " + json.currentTokenLocation().getLineNr();
    }

    private static Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> number(json.getText());
            case START_ARRAY -> list(json);
            case START_OBJECT -> {
                json.skipChildren();
                yield new Json.Other("{...}");
            }
            default -> new Json.Other(json.getText());
        };
    }

    private static Object number(String digits) {
        return digits.length() <= MAX_DIGITS ? (Object) Long.valueOf(digits) : new Json.Other(digits);
    }

    private static Object list(JsonParser json) throws IOException {
        List<Object> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(json));
        }
        return items;
    }
}
