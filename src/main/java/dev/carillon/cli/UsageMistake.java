package dev.carillon.cli;

import dev.carillon.config.Suggestion;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells people why their arguments make no sense. Pure but for printing. */
final class UsageMistake {
    private UsageMistake() {}

    /** A line on why, a line on where to read more. Returns the exit code. */
    static int explain(ParameterException mistake, PrintWriter err) {
        err.println("carillon: " + reason(mistake));
        err.println("Try: " + mistake.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static String reason(ParameterException mistake) {
        if (mistake instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String first = unmatched.getUnmatched().get(0);
            Optional<String> near = first.startsWith("-")
                    ? unmatched.getSuggestions().stream().findFirst()
                    : Suggestion.nearest(
                            first, mistake.getCommandLine().getSubcommands().keySet());
            return kind(first, mistake.getCommandLine())
                    + first
                    + near.map(name -> "; did you mean " + name + "?").orElse("");
        }
        String message = mistake.getMessage();
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static String kind(String unmatched, CommandLine command) {
        if (unmatched.startsWith("-")) {
            return "no such option: ";
        }
        return command.getSubcommands().isEmpty() ? "unexpected argument: " : "no such command: ";
    }
}
