package dev.plumbline.fuzz;

import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.yaml.YamlWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Network files with random changes of bytes, tokens, structure or encoding. */
public final class MutatedDescriptions implements Supplier<Candidate> {
    private static final int GENERATED = 100;
    private static final int LONGEST_REPETITION = 1 << 16;
    private static final Pattern TOKEN = Pattern.compile("[\\w.+-]+|[ ]+|\\s|.");

    /** Syntax of YAML, and values at the limits of the allowed ranges. */
    private static final List<String> PIECES = List.of(new String[] {
        "{", "}", "[", "]", ":", ": ", ",", "-",
        "- ", "\n", "\n\n", "\t", " ", "  ", "#", " #",
        "'", "\"", "\\", "&a ", "*a", "&b [*b]", "!", "!!str ",
        "!!binary ", "!!python/object:os.system ", "|", ">", "|+9\n", "?", "? ", "%",
        "%YAML 1.1\n", "%TAG ! a\n", "@", "`", "~", "null", "true", "yes",
        "1", "-1", "0", "-0.0", ".nan", ".inf", "-.inf", "1e999",
        "1e-999", "5e-324", "0x1F", "0o17", "1_000", "2147483647", "2147483648", "9223372036854775807",
        "9223372036854775808", "4294967296", "3.5", "---\n", "...\n", "<<: ", "{}", "[]",
        "[[]]", "{? {}: {}}", "dense", "sgd", "sigmoid", "epochs: 3", "init", "defaults: ",
        "csv", "npz", "idx", "/dev/zero", "/", ".", "../../..", "given: ",
        "\"\\UFFFFFFFF\"", "\"\\uD800\"", "\"\\x", "\"\\0\"", "😀", "é", "e\u0301", "\u0000",
        "\u0007", "\u001B[31m", "\u007F", "\u0085", "\u00A0", "\u200B", "\u202E", "\u2028",
        "\uD800", "\uDC00", "\uFEFF", "\uFFFE", "\r"
    });

    private static final List<Charset> ENCODINGS = List.of(
            StandardCharsets.UTF_16,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            StandardCharsets.ISO_8859_1,
            Charset.forName("UTF-32"));

    private final SplittableRandom random;
    private final List<String> originals;
    private final Candidate.Reader reader;

    /**
     * The files of a seed.
     *
     * @param files the texts of network files to change, in addition to random networks
     * @param reader the reader of network files
     */
    public MutatedDescriptions(long seed, List<String> files, Candidate.Reader reader) {
        this.random = new SplittableRandom(seed);
        this.reader = reader;
        this.originals = new ArrayList<>(files);
        NumpyRandom networks = new NumpyRandom(seed);
        for (int made = 0; made < GENERATED; ) {
            Optional<NetworkSpec> spec = Generator.network(networks, Set.of(), "fuzz " + made);
            if (spec.isPresent()) {
                originals.add(YamlWriter.write(spec.get()));
                made++;
            }
        }
    }

    @Override
    public Candidate get() {
        String text = pick(originals);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            text = random.nextBoolean() ? withOtherToken(text) : withOtherStructure(text);
        }
        byte[] bytes = switch (random.nextInt(8)) {
            case 0 -> inOtherEncoding(text);
            case 1, 2 -> new Damage(random).of(text.getBytes(StandardCharsets.UTF_8));
            default -> text.getBytes(StandardCharsets.UTF_8);
        };
        return new Candidate("network.yaml", bytes, reader);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        for (Matcher matcher = TOKEN.matcher(text); matcher.find(); ) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    private String withOtherToken(String text) {
        List<String> tokens = tokens(text);
        if (tokens.isEmpty()) {
            return pick(PIECES);
        }
        int at = random.nextInt(tokens.size());
        switch (random.nextInt(6)) {
            case 0 -> tokens.remove(at);
            case 1 -> tokens.add(at, pick(PIECES));
            case 2 -> tokens.set(at, pick(tokens(pick(originals))));
            case 3 -> tokens.set(at, misspelt(tokens.get(at)));
            case 4 -> tokens.set(at, tokens.get(at).repeat(1 + random.nextInt(40)));
            default -> tokens.set(at, pick(PIECES));
        }
        return String.join("", tokens);
    }

    private String misspelt(String token) {
        int at = random.nextInt(token.length());
        char letter = (char) ('a' + random.nextInt(26));
        return token.substring(0, at) + letter + token.substring(at + random.nextInt(2));
    }

    /** Removes, copies, moves, indents or repeats a line, takes one from another file, or replaces a value. */
    private String withOtherStructure(String text) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        switch (random.nextInt(8)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size()), line);
            case 2 -> lines.add(random.nextInt(lines.size()), lines.remove(at));
            case 3 -> lines.set(at, " ".repeat(random.nextInt(6)) + line.strip());
            case 4 -> lines.set(at, pick(Arrays.asList(pick(originals).split("\n", -1))));
            case 5 -> lines.set(at, line.substring(0, line.indexOf(':') + 1) + " " + pick(PIECES));
            case 6 -> {
                int depth = random.nextInt(60);
                lines.set(at, line.substring(0, line.indexOf(':') + 1) + "[".repeat(depth) + "]".repeat(depth));
            }
            default -> {
                int most = LONGEST_REPETITION / (line.length() + 1);
                lines.set(at, (line + "\n").repeat(1 + random.nextInt(1 + random.nextInt(most + 1))));
            }
        }
        return String.join("\n", lines);
    }

    private byte[] inOtherEncoding(String text) {
        return switch (random.nextInt(4)) {
            case 0 -> text.replace("\n", random.nextBoolean() ? "\r\n" : "\r").getBytes(StandardCharsets.UTF_8);
            case 1 -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
            default -> text.getBytes(pick(ENCODINGS));
        };
    }
}
