package dev.carillon.config;

import java.nio.file.Path;

/** Where a value came from. Immutable. */
sealed interface Origin {
    /** In the words of the {@code config} command. */
    String describe();

    /** Nobody set it. */
    record Default() implements Origin {
        @Override
        public String describe() {
            return "default";
        }
    }

    /** The configuration file. */
    record File(Path path) implements Origin {
        @Override
        public String describe() {
            return "file " + path;
        }
    }

    /** An environment variable. */
    record Environment(String variable) implements Origin {
        @Override
        public String describe() {
            return "environment " + variable;
        }
    }

    /** Code that asked for it, such as a test. */
    record Code() implements Origin {
        @Override
        public String describe() {
            return "code";
        }
    }
}
