package dev.plumbline.spec.glossary;

import dev.plumbline.spec.vocabulary.Word;

/** The section of a file with several values for some of its keys. A specification has no such section. */
@Word(
        formula = "",
        meaning = "Lists of values for some keys, in files only. `plumbline sweep` trains the network once for each "
                + "combination of the values; other commands use the values of the file itself. A key is a path as in "
                + "`--set`, such as `training.epochs` or `layers[0].activation`, or a short name: `learning_rate` "
                + "of the optimizer, `units` of every hidden layer, `epochs`, `batch_size`.")
public final class Sweep {
    /** The key, at the top level of a file. */
    public static final String KEY = "sweep";

    /** An example of the section. */
    public static final String EXAMPLE = "{ learning_rate: [0.1, 0.01], units: [4, 8], seed: [1, 2, 3] }";

    /** The largest number of combinations. */
    public static final int MOST = 10_000;

    private Sweep() {}
}
