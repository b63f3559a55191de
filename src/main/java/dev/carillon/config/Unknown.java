package dev.carillon.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What to say about names that do not exist. Pure. */
final class Unknown {
    private static final int MAX_MEANT = 3;

    private Unknown() {}

    /** A top-level name that is no section. */
    static String section(Schema schema, String name) {
        List<String> sections = schema.sections().stream().map(Section::name).toList();
        Optional<String> meant = schema.key(name)
                .map(Key::path)
                .or(() -> keysNamed(schema, name, MAX_MEANT))
                .or(() -> Suggestion.nearest(name, sections));
        return "no such section; " + meantOr(meant, "there are " + String.join(", ", sections));
    }

    /** A key that its section does not have. */
    static String key(Schema schema, Section section, String name) {
        List<String> names = section.keys().stream().map(Key::name).toList();
        Optional<String> meant = keysNamed(schema, name, 1)
                .or(() -> Suggestion.nearest(name, names).map(near -> section.name() + "." + near));
        return "no such key; " + meantOr(meant, section.name() + " has " + String.join(", ", names));
    }

    /** An environment variable with Carillon's prefix that sets nothing. */
    static String variable(Schema schema, String name) {
        Stream<String> shortNames =
                schema.keys().stream().map(key -> key.setting().env()).filter(env -> !env.isEmpty());
        Optional<String> meant = shortNames
                .filter(env -> name.equals(Key.PREFIX + env))
                .findFirst()
                .or(() -> Suggestion.nearest(
                        name, schema.keys().stream().map(Key::variable).toList()));
        return "no such variable; " + meantOr(meant, "a key's is " + Key.PREFIX + "<SECTION>_<KEY>");
    }

    /** The keys of that name in whatever section, unless there are more than {@code most}. */
    private static Optional<String> keysNamed(Schema schema, String name, int most) {
        List<String> paths = schema.keys().stream()
                .filter(key -> key.name().equalsIgnoreCase(name))
                .map(Key::path)
                .toList();
        return paths.isEmpty() || paths.size() > most ? Optional.empty() : Optional.of(String.join(" or ", paths));
    }

    private static String meantOr(Optional<String> meant, String otherwise) {
        return meant.map(name -> "did you mean " + name + "?").orElse(otherwise);
    }
}
