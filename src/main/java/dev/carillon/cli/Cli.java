package dev.carillon.cli;

import dev.carillon.config.ConfigLoader;
import dev.carillon.config.LoadedConfig;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The program in its surroundings, which a test may choose. Used by one thread.
 *
 * @param environment the environment variables
 * @param out what was asked for goes here
 * @param err what went wrong goes here
 * @param launcher starts what is served
 * @param in what a text is read from when it is not an argument
 */
public record Cli(
        Map<String, String> environment, PrintWriter out, PrintWriter err, Launcher launcher, InputStream in) {
    /** With the process's standard input. */
    public Cli(Map<String, String> environment, PrintWriter out, PrintWriter err, Launcher launcher) {
        this(environment, out, err, launcher, System.in);
    }

    /**
     * Does what the arguments ask for and returns the exit code; serving returns only when it could not start.
     *
     * <p>Without arguments there is nothing to parse: the parser, whose start takes some 150 ms, stays away.
     */
    public int run(String... args) {
        if (args.length > 0) {
            return RootCommand.parser(this, args).execute(args);
        }
        try {
            return serve(Optional.empty());
        } catch (Exception e) {
            return Complaints.failed(e, err);
        }
    }

    int serve(Optional<Path> file) throws InterruptedException {
        return Serving.run(load(file).config(), launcher);
    }

    LoadedConfig load(Optional<Path> file) {
        return ConfigLoader.load(environment, file);
    }
}
