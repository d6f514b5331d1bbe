package dev.plumbline.spec.vocabulary;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Finds what a misspelled word probably means, for every "did you mean". */
public final class NearMiss {
    /**
     * Longer words are not compared: no known word is nearly as long, and the time grows with the product of the
     * lengths.
     */
    private static final int LONGEST = 80;

    private NearMiss() {}

    /** The nearest of the known words, if one is near enough: a third of the letters may differ, three at most. */
    public static Optional<String> of(String word, Collection<String> words) {
        return of(word, words, Function.identity());
    }

    /**
     * The candidate with the nearest spelling, if one is near enough; of several, the first. Case and separators do not
     * count.
     */
    public static <T> Optional<T> of(String word, Collection<T> candidates, Function<T, String> spelling) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String bare = bare(word);
        Optional<T> nearest = Optional.empty();
        int least = Integer.MAX_VALUE;
        for (T candidate : candidates) {
            String spelled = bare(spelling.apply(candidate));
            int most = Math.min(allowed(bare, spelled), least - 1);
            // Each additional letter is a difference.
            if (Math.abs(spelled.length() - bare.length()) <= most) {
                int distance = distance(bare, spelled);
                if (distance <= most) {
                    nearest = Optional.of(candidate);
                    least = distance;
                }
            }
        }
        return nearest;
    }

    private static int allowed(String word, String candidate) {
        int length = Math.max(word.length(), candidate.length());
        return length < 2 ? 0 : Math.min(3, (length + 1) / 3);
    }

    private static String bare(String word) {
        return word.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }

    /** Whether two names differ only in case and separators. */
    public static boolean sameLetters(String a, String b) {
        return bare(a).replace("_", "").equals(bare(b).replace("_", ""));
    }

    /**
     * The Damerau-Levenshtein distance, as optimal string alignment: the smallest number of insertions, deletions,
     * substitutions and swaps of neighbours.
     */
    private static int distance(String first, String second) {
        char[] a = first.toCharArray();
        char[] b = second.toCharArray();
        int[][] d = new int[a.length + 1][b.length + 1];
        for (int i = 0; i <= a.length; i++) {
            for (int j = 0; j <= b.length; j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                    d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
                }
            }
        }
        return d[a.length][b.length];
    }
}
