package dev.carillon.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. Pure. */
public final class Suggestion {
    private Suggestion() {}

    /**
     * The known name that is nearest to {@code given}, whatever its case, or nothing when none is near: more than two edits,
     * and more than a third of its letters, away. An edit inserts, deletes, replaces or swaps neighbours.
     */
    public static Optional<String> nearest(String given, Collection<String> known) {
        int reach = Math.max(2, given.length() / 3);
        return known.stream()
                .filter(name -> distance(given, name) <= reach)
                .min(Comparator.comparingInt(name -> distance(given, name)));
    }

    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(edits[i - 1][j - 1] + change, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                edits[i][j] = swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
            }
        }
        return edits[a.length()][b.length()];
    }
}
