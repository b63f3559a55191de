package dev.carillon.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes values from the weakest source to the strongest, and notes every problem on the way. Confined to one load. */
final class Gathering implements ConfigFile.Sink {
    /** What counts for a key so far. */
    private record Given(Object json, Object value, Origin origin) {}

    private final Schema schema;
    private final Map<String, Given> given = new HashMap<>();
    private final Set<String> broken = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private Origin source = new Origin.Default();

    Gathering(Schema schema) {
        this.schema = schema;
        for (Key key : schema.keys()) {
            take(key, key.defaultJson(), key.path(), source.describe());
        }
    }

    void file(Path path) {
        source = new Origin.File(path);
        ConfigFile.read(path, this);
    }

    void environment(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        for (Key key : schema.keys()) {
            Optional<String> variable = variables.of(key);
            if (variable.isPresent()) {
                source = new Origin.Environment(variable.get());
                Object json = key.form().fromText(variables.value(variable.get()));
                take(key, json, variable.get(), "environment, for " + key.path());
            }
        }
        for (String name : variables.strangers(schema)) {
            String shown = Secrets.shownUnknown(name, variables.value(name));
            problem(new Problem(name, shown, "environment", Unknown.variable(schema, name)));
        }
    }

    void code(Map<String, String> textByPath) {
        source = new Origin.Code();
        textByPath.forEach((path, text) -> {
            Optional<Key> key = schema.key(path);
            if (key.isPresent()) {
                take(key.get(), key.get().form().fromText(text), path, "code");
            } else {
                problem(Problem.of(path, "no such key"));
            }
        });
    }

    @Override
    public void section(String name, String where) {
        if (schema.section(name).isEmpty()) {
            problem(new Problem(name, "", where, Unknown.section(schema, name)));
        }
    }

    @Override
    public void stray(String name, Object json, String where) {
        Optional<Section> section = schema.section(name);
        String complaint = section.isPresent() ? "expected an object with its keys" : Unknown.section(schema, name);
        boolean secret = section.stream()
                .flatMap(known -> known.keys().stream())
                .anyMatch(key -> key.setting().secret());
        String shown = Secrets.shownUnknown(secret ? "secret" : name, json);
        problem(new Problem(name, shown, where, complaint));
    }

    @Override
    public void key(String section, String name, Object json, String where) {
        String path = section + "." + name;
        Optional<Key> key = schema.key(path);
        if (key.isPresent()) {
            take(key.get(), json, path, where);
            return;
        }
        schema.section(section)
                .map(known -> Unknown.key(schema, known, name))
                .ifPresent(complaint -> problem(new Problem(path, shown(section, name, json), where, complaint)));
    }

    @Override
    public void problem(Problem problem) {
        problems.add(problem);
    }

    /**
     * Puts it all together.
     *
     * @throws ConfigException with all problems, when there is one
     */
    LoadedConfig finish() {
        Map<String, Record> records = new HashMap<>();
        for (Section section : schema.sections()) {
            try {
                records.put(
                        section.name(),
                        section.bind(key -> given.get(key.path()).value()));
            } catch (IllegalArgumentException e) {
                problem(Problem.of(section.name(), e.getMessage()));
            }
        }
        List<Effective> values = new ArrayList<>();
        for (Key key : schema.keys()) {
            values.add(effective(key));
        }
        if (records.size() == schema.sections().size()) {
            Config config = Schema.config(records);
            new Rules(config, values, broken, this::problem).check();
            if (problems.isEmpty()) {
                return new LoadedConfig(config, List.copyOf(values));
            }
        }
        throw new ConfigException(problems);
    }

    /** The value of a key that does not exist: it may be meant for the section's list of secrets. */
    private String shown(String section, String name, Object json) {
        boolean mayBeSecrets = schema.section(section).orElseThrow().keys().stream()
                .anyMatch(key -> key.setting().secret() && key.form() instanceof Form.Texts);
        return Secrets.shownUnknown(mayBeSecrets ? "secret" : name, json);
    }

    private void take(Key key, Object json, String subject, String where) {
        Optional<?> value = key.form().read(json);
        if (value.isPresent()) {
            given.put(key.path(), new Given(json, value.get(), source));
            return;
        }
        broken.add(key.path());
        boolean quoted = json instanceof String text
                && key.form().read(key.form().fromText(text)).isPresent();
        String expected = "expected " + key.form().expected() + (quoted ? ", without quotes" : "");
        problem(new Problem(subject, Secrets.shown(key, json), where, expected));
    }

    private Effective effective(Key key) {
        Given counts = given.get(key.path());
        return new Effective(
                key.path(), Secrets.shown(key, counts.json()), counts.origin().describe());
    }
}
