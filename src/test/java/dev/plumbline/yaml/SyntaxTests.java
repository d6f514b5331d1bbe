package dev.plumbline.yaml;

import org.junit.jupiter.api.Test;

/** Texts that are not YAML, or use what a network file may not. */
class SyntaxTests {
    @Test
    void refusesTabsForIndentation() {
        Example.valid().with("  epochs: 100", "\tepochs: 100").isRefusedWith("""
                        error[E006]: a tab cannot indent in YAML
                           --> xor.yaml:13:1
                        13 |  epochs: 100
                           | ^ use spaces
                        """);
    }

    @Test
    void refusesATabAfterSpaces() {
        Example.valid().with("  epochs: 100", "  \tepochs: 100").isRefusedWith("""
                        error[E006]: a tab cannot indent in YAML
                           --> xor.yaml:13:3
                        13 |    epochs: 100
                           |   ^ use spaces
                        """);
    }

    @Test
    void showsABracketThatIsClosedTooLate() {
        Example.valid().with("[1, 1]]\n", "[1, 1]\n").isRefusedWith("""
                        error[E006]: expected `,` or `]` here
                           --> xor.yaml:16:3
                        16 |   targets: [[0], [1], [1], [0]]
                           |   ^
                        15 |   inputs: [[0, 0], [0, 1], [1, 0], [1, 1]
                           |           - this `[` is open
                        """);
    }

    @Test
    void showsABracketThatIsNeverClosed() {
        Example.valid().with("report: { every: 10 }", "report: { every: 10").isRefusedWith("""
                        error[E006]: this `{` is never closed
                           --> xor.yaml:17:9
                        17 | report: { every: 10
                           |         ^
                        """);
    }

    @Test
    void showsAQuoteThatIsNeverClosed() {
        Example.valid().with("name: xor", "name: \"xor").isRefusedWith("""
                        error[E006]: this text has no closing quote
                          --> xor.yaml:1:7
                        1 | name: "xor
                          |       ^ its other quote is missing
                        """);
    }

    @Test
    void showsABracketTooMany() {
        Example.valid().with("{ every: 10 }", "{ every: 10 }}").isRefusedWith("""
                        error[E006]: `}` is not allowed here
                           --> xor.yaml:17:22
                        17 | report: { every: 10 }}
                           |                      ^
                        """);
    }

    @Test
    void showsAMissingComma() {
        Example.valid().with("{ low: -1, high: 1 }", "{ low: -1 high: 1 }").isRefusedWith("""
                        error[E006]: expected `,` or `}` here
                          --> xor.yaml:6:32
                        6 | init: { uniform: { low: -1 high: 1 } }
                          |                                ^
                        6 | init: { uniform: { low: -1 high: 1 } }
                          |                  - this `{` is open
                        """);
    }

    @Test
    void showsAColonWithoutABlank() {
        Example.valid().with("seed: 7", "seed:7").isRefusedWith("""
                        error[E006]: this is not a key: there is no `:` after it
                          --> xor.yaml:7:1
                        7 | seed:7
                          | ^
                        """);
    }

    @Test
    void showsTwoColonsInALine() {
        Example.valid().with("name: xor", "name: xor: again").isRefusedWith("""
                        error[E006]: `:` is not allowed here
                          --> xor.yaml:1:10
                        1 | name: xor: again
                          |          ^
                          = a key begins a line or follows `{` or `,`; keys of one mapping are indented
                              alike; a text that contains `: ` is written in quotes
                        """);
    }

    @Test
    void showsAKeyWithoutAColon() {
        Example.valid().with("seed: 7", "seed").isRefusedWith("""
                        error[E006]: this is not a key: there is no `:` after it
                          --> xor.yaml:7:1
                        7 | seed
                          | ^
                        """);
    }

    @Test
    void showsWrongIndentation() {
        Example.valid().with("  batch_size: 2", "   batch_size: 2").isRefusedWith("""
                        error[E006]: this does not match the lines before it
                           --> xor.yaml:12:4
                        12 |    batch_size: 2
                           |    ^
                           = keys of one mapping, and the entries of one list, are indented alike
                        """);
    }

    @Test
    void showsAListEntryAmongKeys() {
        Example.valid().with("seed: 7", "- seed: 7").isRefusedWith("""
                        error[E006]: `-` is not allowed here
                          --> xor.yaml:7:1
                        7 | - seed: 7
                          | ^
                        """);
    }

    @Test
    void showsACharacterThatBeginsNoValue() {
        Example.valid().with("name: xor", "name: @xor").isRefusedWith("""
                        error[E006]: a value cannot begin with `@`
                          --> xor.yaml:1:7
                        1 | name: @xor
                          |       ^
                          = a text that begins with it is written in quotes
                        """);
    }

    @Test
    void showsAnUnknownEscape() {
        Example.valid().with("name: xor", "name: \"\\q\"").isRefusedWith("""
                        error[E006]: `\\q` means nothing in a text between double quotes
                          --> xor.yaml:1:9
                        1 | name: "\\q"
                          |         ^
                          = a backslash is written `\\\\` there, or the text between single quotes
                        """);
    }

    @Test
    void refusesTags() {
        Example.valid()
                .with("name: xor", "name: !!java.net.URL [\"http://localhost\"]")
                .isRefusedWith("""
                        error[E007]: the tag `!!java.net.URL` has no meaning here
                          --> xor.yaml:1:7
                        1 | name: !!java.net.URL ["http://localhost"]
                          |       ^^^^^^^^^^^^^^
                          = a network file has no tags
                        """);
    }

    @Test
    void refusesTagsOfYamlItself() {
        Example.valid().with("name: xor", "name: !!str 3").isRefusedWith("""
                        error[E007]: the tag `!!str` has no meaning here
                          --> xor.yaml:1:7
                        1 | name: !!str 3
                          |       ^^^^^
                          = a network file has no tags
                        """);
    }

    @Test
    void refusesASecondDocument() {
        Example.valid().with("seed: 7", "---\nseed: 7").isRefusedWith("""
                        error[E007]: a second document begins here
                          --> xor.yaml:7:1
                        7 | ---
                          | ^^^
                          = a network file contains one network
                        """);
    }

    @Test
    void refusesAnotherVersionOfYaml() {
        Example.valid().with("name: xor", "%YAML 1.1\n---\nname: xor").isRefusedWith("""
                        error[E007]: this file declares another version of YAML
                          --> xor.yaml:1:1
                        1 | %YAML 1.1
                          | ^^^^^^^^^
                          = allowed here: %YAML 1.2, or nothing
                        """);
    }

    @Test
    void refusesAnAliasWithoutAnAnchor() {
        Example.valid()
                .with("activation: tanh }", "activation: &curve tanh }")
                .with("activation: sigmoid", "activation: *curv")
                .isRefusedWith("""
                        error[E006]: the alias `*curv` has no anchor before it
                          --> xor.yaml:5:36
                        5 |   - dense: { units: 1, activation: *curv, bias: false }
                          |                                    ^^^^^ did you mean `*curve`?
                          = a text that begins with `*` is written in quotes
                        """);
    }

    @Test
    void refusesAnAliasInsideItsAnchor() {
        Example.valid()
                .with("inputs: [[0, 0], [0, 1]", "inputs: &rows [[0, 0], *rows")
                .isRefusedWith("""
                        error[E006]: the alias `*rows` is used inside its own definition
                           --> xor.yaml:15:26
                        15 |   inputs: &rows [[0, 0], *rows, [1, 0], [1, 1]]
                           |                          ^^^^^
                        """);
    }

    @Test
    void refusesCharactersThatYamlDoesNotAllow() {
        Example.valid().with("name: xor", "name: x\007or").isRefusedWith("""
                        error[E006]: the character U+0007 is not allowed in a YAML file
                          --> xor.yaml:1:8
                        1 | name: x�or
                          |        ^
                          = in a text between double quotes it is written \\u0007
                        """);
    }

    @Test
    void refusesAListForAFile() {
        Example.text("- dense: { units: 4, activation: tanh }\n").isRefusedWith("""
                        error[E016]: the file is a list
                          --> xor.yaml:1:1
                        1 | - dense: { units: 4, activation: tanh }
                          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                          = allowed here: a mapping of name, inputs, layers, defaults, init, seed, loss,
                              reduction, precision, backend, training, data, prepare, validation,
                              report, compare, sweep
                        """);
    }

    @Test
    void refusesATextForAFile() {
        Example.text("just some text\n").isRefusedWith("""
                        error[E016]: the file is the text `just some text`
                          --> xor.yaml:1:1
                        1 | just some text
                          | ^^^^^^^^^^^^^^
                          = allowed here: a mapping of name, inputs, layers, defaults, init, seed, loss,
                              reduction, precision, backend, training, data, prepare, validation,
                              report, compare, sweep
                        """);
    }

    @Test
    void refusesAnEmptyFile() {
        Example.text("").isRefusedWith("""
                        error[E005]: this file is empty
                          --> xor.yaml:1:1
                          = needed: layers, loss, reduction, training, data; `plumbline init DATA.csv`
                              writes a first file
                        """);
    }

    @Test
    void refusesAFileOfCommentsOnly() {
        Example.text("# name: xor\n\n# inputs: 2\n").isRefusedWith("""
                        error[E005]: this file contains only comments
                          --> xor.yaml:1:1
                          = needed: layers, loss, reduction, training, data; `plumbline init DATA.csv`
                              writes a first file
                        """);
    }

    @Test
    void refusesAnEmptyDocument() {
        Example.text("---\n...\n").isRefusedWith("""
                        error[E005]: this file is empty
                          --> xor.yaml:1:1
                          = needed: layers, loss, reduction, training, data; `plumbline init DATA.csv`
                              writes a first file
                        """);
    }
}
