package dev.carillon;

import dev.carillon.cli.Cli;
import java.io.PrintWriter;

/** The program: {@code java -jar carillon.jar}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        Cli cli = new Cli(
                System.getenv(), out, err, config -> Instance.start(config).map(instance -> instance::stop));
        System.exit(cli.run(args));
    }
}
