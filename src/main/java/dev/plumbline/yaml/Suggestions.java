package dev.plumbline.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant by a misspelled word. */
final class Suggestions {
    /** Nothing of ours is nearly as long; comparing takes the product of the lengths. */
    private static final int LONGEST = 80;

    private Suggestions() {}

    /** The nearest of the known words, if one is near enough: a third of the letters may differ, three at most. */
    static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String bare = bare(word);
        return known.stream()
                .filter(candidate -> distance(bare, bare(candidate)) <= allowed(word, candidate))
                .min(Comparator.comparingInt(candidate -> distance(bare, bare(candidate))));
    }

    private static int allowed(String word, String candidate) {
        int length = Math.max(word.length(), candidate.length());
        return length < 3 ? 0 : Math.min(3, (length + 1) / 3);
    }

    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }

    /** Whether two names differ in case and separators only. */
    static boolean sameLetters(String a, String b) {
        return bare(a).replace("_", "").equals(bare(b).replace("_", ""));
    }

    /** Damerau and Levenshtein's: the fewest letters inserted, left out, replaced or swapped with their neighbour. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
