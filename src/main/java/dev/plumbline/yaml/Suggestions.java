package dev.plumbline.yaml;

import dev.plumbline.spec.EditDistance;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that a misspelled word probably means. */
public final class Suggestions {
    /**
     * Longer words are not compared: no known word is nearly as long, and the time grows with the product of the
     * lengths.
     */
    private static final int LONGEST = 80;

    private Suggestions() {}

    /** The nearest of the known words, if one is near enough: a third of the letters may differ, three at most. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String bare = bare(word);
        Optional<String> nearest = Optional.empty();
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int most = Math.min(allowed(word, candidate), least - 1);
            // Each additional letter is a difference.
            if (Math.abs(candidate.length() - word.length()) <= most) {
                int distance = EditDistance.between(bare, bare(candidate));
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
        return length < 3 ? 0 : Math.min(3, (length + 1) / 3);
    }

    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }

    /** Whether two names differ only in case and separators. */
    public static boolean sameLetters(String a, String b) {
        return bare(a).replace("_", "").equals(bare(b).replace("_", ""));
    }
}
