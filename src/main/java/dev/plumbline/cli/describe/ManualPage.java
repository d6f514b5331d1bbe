package dev.plumbline.cli.describe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page of a command, generated from the same definitions as its help: troff with the macros of man(7). */
final class ManualPage {
    private static final int ONE_LINE = 10_000;

    private final CommandLine command;
    private final CommandSpec spec;
    private final List<String> lines = new ArrayList<>();

    private ManualPage(CommandLine command) {
        this.command = command;
        this.spec = command.getCommandSpec();
    }

    /** The page. */
    static String of(CommandLine command) {
        ManualPage page = new ManualPage(command);
        page.write();
        return String.join("\n", page.lines) + "\n";
    }

    private void write() {
        String name = spec.qualifiedName("-");
        String version = command.getCommandSpec().root().version()[0];
        lines.add(".TH " + quoted(name.toUpperCase(Locale.ROOT)) + " 1 \"\" " + quoted(version) + " \"Plumbline\"");
        lines.add(".nh"); // no hyphenation: a hyphenated command cannot be copied
        lines.addAll(List.of(".ds AD l", ".ad l")); // also after each term, for which groff has the string
        section("NAME");
        lines.add(escaped(name) + " \\- " + escaped(header(spec)));
        section("SYNOPSIS");
        String typed = spec.qualifiedName();
        String synopsis = command.setUsageHelpWidth(ONE_LINE).getHelp().synopsis(0);
        entry(
                "\\fB" + escaped(typed) + "\\fR",
                synopsis.substring(typed.length()).strip());
        section("DESCRIPTION");
        Stream.of(spec.usageMessage().description())
                .filter(paragraph -> !paragraph.isEmpty())
                .forEach(this::paragraph);
        List<ArgSpec> arguments = new ArrayList<>(spec.positionalParameters());
        arguments(arguments, "ARGUMENTS");
        arguments(new ArrayList<>(spec.options()), "OPTIONS");
        commands();
        footer();
    }

    private static String header(CommandSpec spec) {
        return String.join(" ", spec.usageMessage().header());
    }

    private void section(String title) {
        lines.add(".SH " + quoted(title));
    }

    private void paragraph(String text) {
        lines.add(".PP");
        lines.add(escaped(text));
    }

    /** A term and, indented, its text. */
    private void entry(String term, String text) {
        lines.addAll(List.of(".TP", term, escaped(text)));
    }

    private void arguments(List<ArgSpec> arguments, String title) {
        if (!arguments.isEmpty()) {
            section(title);
            arguments.forEach(argument -> entry(term(argument), String.join(" ", argument.description())));
        }
    }

    /** "-o, --output=DIRECTORY", the names in bold and the value in italics. */
    private static String term(ArgSpec argument) {
        String value = "\\fI" + escaped(argument.paramLabel()) + "\\fR";
        if (!(argument instanceof OptionSpec option)) {
            return value;
        }
        String names = Stream.of(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .reduce((first, second) -> first + ", " + second)
                .orElse("");
        return option.arity().max() == 0 ? names : names + "=" + value;
    }

    private void commands() {
        if (!command.getSubcommands().isEmpty()) {
            section("COMMANDS");
            command.getSubcommands()
                    .forEach((name, verb) -> entry("\\fB" + escaped(name) + "\\fR", header(verb.getCommandSpec())));
        }
    }

    /** The footer of the help with its examples; an indented line is a command. */
    private void footer() {
        boolean typed = false;
        section("NOTES");
        for (String line : spec.usageMessage().footer()) {
            boolean indented = line.startsWith("  ");
            if (indented != typed) {
                lines.add(indented ? ".nf" : ".fi");
                typed = indented;
            }
            if (!line.isEmpty()) {
                lines.add(indented ? escaped(line) : ".PP\n" + escaped(line));
            }
        }
        if (typed) {
            lines.add(".fi");
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\e").replace("\"", "\\(dq") + '"';
    }

    /** Escapes the characters that troff interprets. */
    private static String escaped(String text) {
        String plain = Ansi.OFF.string(text).replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
