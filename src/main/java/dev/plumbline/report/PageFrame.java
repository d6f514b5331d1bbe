package dev.plumbline.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What every page of HTML begins and ends with. */
final class PageFrame {
    private PageFrame() {}

    /**
     * The page.
     *
     * @param html still empty
     * @param title what a window is called
     * @param header adds what stands at the top
     * @param main adds all the rest
     */
    static String around(Markup html, String title, Runnable header, Runnable main) {
        html.open("html", "lang", "en").line().open("head").line();
        html.empty("meta", "charset", "utf-8").line();
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        html.empty("meta", "name", "color-scheme", "content", "light dark").line();
        html.empty(
                        "meta",
                        "http-equiv",
                        "Content-Security-Policy",
                        "content",
                        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:")
                .line();
        html.empty("link", "rel", "icon", "href", "data:,").line();
        html.leaf("title", title + " · Plumbline").line();
        html.own("style", resource("page.css")).close().line();
        html.open("body").line();
        header.run();
        html.open("main").line();
        main.run();
        html.close().line();
        html.open("footer")
                .leaf(
                        "p",
                        "Made by Plumbline. Steps and epochs are counted from 0, layers from 1, rows and columns from 0. The"
                                + " page holds all that it needs, and loads nothing.")
                .close()
                .line();
        html.own("script", resource("page.js")).close().line().close().line();
        return html.toString();
    }

    /**
     * The page of a check that could not be made, so that the page of an earlier one is not taken for it.
     *
     * @param network what is known of the network's name
     * @param what went wrong
     */
    static String failed(String network, String what) {
        Markup html = Markup.html();
        Runnable header = () -> {
            html.open("header").line().leaf("h1", network).line();
            html.open("p", "class", "verdict bad", "id", "verdict");
            html.leaf("strong", "NOT CHECKED").leaf("span", "nothing is known of this network");
            html.close().line().close().line();
        };
        Runnable main = () -> {
            html.open("section", "id", "why", "aria-labelledby", "why-title").line();
            html.leaf("h2", "What stopped the check", "id", "why-title").line();
            html.open("div", "class", "scroll").leaf("pre", what).close().line();
            html.close().line();
        };
        return around(html, "NOT CHECKED: " + network, header, main);
    }

    private static String resource(String name) {
        try (InputStream in = PageFrame.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
