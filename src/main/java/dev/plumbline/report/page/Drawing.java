package dev.plumbline.report.page;

import dev.plumbline.report.document.Escapes;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A drawing on a white background, as SVG or PNG. Coordinates are in points from the top left. */
interface Drawing {
    /** The alignment of a text to its point. */
    enum Anchor {
        start,
        middle,
        end
    }

    /** A line. */
    void line(double x1, double y1, double x2, double y2, String colour, double width);

    /** A line through several points, each x and y. */
    void curve(List<double[]> points, String colour, double width);

    /** A filled rectangle. */
    void box(double x, double y, double width, double height, String colour);

    /** A text at its base line. */
    void text(double x, double y, String text, Anchor anchor, String colour);

    /** The bytes of the file. */
    byte[] bytes();

    /** A drawing as SVG. */
    static Drawing svg(int width, int height) {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" "
                        + "fill=\"#ffffff\"/>%n",
                width,
                height,
                width,
                height));
        return new Drawing() {
            @Override
            public void line(double x1, double y1, double x2, double y2, String colour, double stroke) {
                add("<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" ", x1, y1, x2, y2);
                add("stroke=\"%s\" stroke-width=\"%.2f\"/>%n", colour, stroke);
            }

            @Override
            public void curve(List<double[]> points, String colour, double stroke) {
                add("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" points=\"", colour, stroke);
                points.forEach(point -> add("%.2f,%.2f ", point[0], point[1]));
                svg.append("\"/>\n");
            }

            @Override
            public void box(double x, double y, double boxWidth, double boxHeight, String colour) {
                String format = "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>%n";
                add(format, x, y, boxWidth, boxHeight, colour);
            }

            @Override
            public void text(double x, double y, String text, Anchor anchor, String colour) {
                String format = "<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n";
                add(format, x, y, anchor, colour, Escapes.html(text));
            }

            private void add(String format, Object... values) {
                svg.append(String.format(Locale.ROOT, format, values));
            }

            @Override
            public byte[] bytes() {
                return (svg + "</svg>\n").getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    /** A drawing as PNG, with two pixels per point. */
    static Drawing png(int width, int height) {
        System.setProperty("java.awt.headless", "true");
        BufferedImage image = new BufferedImage(2 * width, 2 * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = onWhite(image);
        return new Drawing() {
            @Override
            public void line(double x1, double y1, double x2, double y2, String colour, double stroke) {
                pen(colour, stroke).draw(new Line2D.Double(x1, y1, x2, y2));
            }

            @Override
            public void curve(List<double[]> points, String colour, double stroke) {
                Path2D path = new Path2D.Double();
                for (double[] point : points) {
                    if (path.getCurrentPoint() == null) {
                        path.moveTo(point[0], point[1]);
                    } else {
                        path.lineTo(point[0], point[1]);
                    }
                }
                pen(colour, stroke).draw(path);
            }

            @Override
            public void box(double x, double y, double boxWidth, double boxHeight, String colour) {
                pen(colour, 1).fill(new Rectangle2D.Double(x, y, boxWidth, boxHeight));
            }

            @Override
            public void text(double x, double y, String text, Anchor anchor, String colour) {
                FontMetrics metrics = graphics.getFontMetrics();
                double left = switch (anchor) {
                    case start -> x;
                    case middle -> x - metrics.stringWidth(text) / 2.0;
                    case end -> x - metrics.stringWidth(text);
                };
                pen(colour, 1).drawString(text, (float) left, (float) y);
            }

            private Graphics2D pen(String colour, double stroke) {
                graphics.setColor(Color.decode(colour));
                graphics.setStroke(new BasicStroke((float) stroke, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                return graphics;
            }

            @Override
            public byte[] bytes() {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try {
                    ImageIO.write(image, "png", out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return out.toByteArray();
            }
        };
    }

    /** An empty image, drawn on with two pixels for each unit. */
    private static Graphics2D onWhite(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(2, 2);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        return graphics;
    }
}
