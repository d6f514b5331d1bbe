package dev.plumbline.spec;

/** The distance between two spellings, for suggestions. */
public final class EditDistance {
    private EditDistance() {}

    /**
     * The Damerau-Levenshtein distance, as optimal string alignment: the smallest number of insertions, deletions,
     * substitutions and swaps of neighbours. Time and memory grow with the product of the lengths.
     */
    public static int between(String one, String other) {
        char[] a = one.toCharArray();
        char[] b = other.toCharArray();
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
