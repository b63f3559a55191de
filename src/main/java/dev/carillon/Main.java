package dev.carillon;

import dev.carillon.cli.Cli;
import dev.carillon.cli.Launcher;
import io.vertx.core.Future;
import java.io.PrintWriter;

/** The program: {@code java -jar carillon.jar}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        Cli cli = new Cli(
                System.getenv(), out, err, config -> Instance.start(config).map(Running::new));
        System.exit(cli.run(args));
    }

    /** An instance as the command line sees it. */
    private record Running(Instance instance) implements Launcher.Running {
        @Override
        public Future<Void> stop() {
            return instance.stop();
        }

        @Override
        public void hurry() {
            instance.hurry();
        }
    }
}
