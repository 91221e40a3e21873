package org.whynot.overlay;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.text.AttributedCharacterIterator;
import java.text.CharacterIterator;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.ImageHandlerBase64Encoder;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.apache.batik.svggen.SimpleImageHandler;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The file formats of figures: pixels, or lines and text that stay sharp and can be edited. */
public enum FigureFormat {
    /** Pixels, {@value #DOTS_PER_INCH} an inch. */
    PNG {
        @Override
        void write(Figure figure, OutputStream out) throws IOException {
            ImageIO.write(image(figure), "png", out);
        }
    },
    /** Scalable Vector Graphics 1.1, through Apache Batik. */
    SVG {
        @Override
        void write(Figure figure, OutputStream out) throws IOException {
            Document document = GenericDOMImplementation.getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
            SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
            context.setGenericImageHandler(new SimpleImageHandler(new EmbeddedPng()));
            SVGGraphics2D g = new SVGGraphics2D(context, false);
            g.setSVGCanvasSize(new Dimension(figure.width(), figure.height()));
            figure.paint(g);
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            g.stream(writer, true);
            writer.flush();
        }
    },
    /** Portable Document Format, a page as large as the figure, through Apache PDFBox. */
    PDF {
        @Override
        void write(Figure figure, OutputStream out) throws IOException {
            try (Helvetica text = new Helvetica();
                    PDDocument document = new PDDocument()) {
                // Otherwise the time would be in it, and the same figure would not give the same bytes.
                document.setDocumentId(1L);
                PDPage page = new PDPage(new PDRectangle(figure.width(), figure.height()));
                document.addPage(page);
                PdfBoxGraphics2D g = new PdfBoxGraphics2D(document, figure.width(), figure.height());
                g.setFontTextDrawer(text);
                figure.paint(g);
                g.dispose();
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.drawForm(g.getXFormObject());
                }
                document.save(out);
            }
        }
    };

    /** The resolution of {@link #PNG}. */
    public static final int DOTS_PER_INCH = 300;

    private static final double POINTS_PER_INCH = 72;

    /** Something that can be painted in any resolution. */
    interface Figure {
        /** Points, 1/72 inch. */
        int width();

        /** Points. */
        int height();

        /** Paints it, a unit a point. */
        void paint(Graphics2D g);
    }

    abstract void write(Figure figure, OutputStream out) throws IOException;

    /** The ending of its files, and the value for it: {@code png}. */
    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The format of a value or of a file's ending.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that there are
     */
    public static FigureFormat of(String word) {
        for (FigureFormat format : values()) if (format.ending().equalsIgnoreCase(word.strip())) return format;
        throw new IllegalArgumentException("'" + word + "' is no format of figures. There are "
                + Arrays.stream(values()).map(FigureFormat::ending).collect(Collectors.joining(", ")) + ".");
    }

    /** A figure as pixels. */
    static BufferedImage image(Figure figure) {
        double scale = DOTS_PER_INCH / POINTS_PER_INCH;
        BufferedImage image = new BufferedImage(
                (int) Math.round(scale * figure.width()),
                (int) Math.round(scale * figure.height()),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.scale(scale, scale);
        figure.paint(g);
        g.dispose();
        return image;
    }

    /** Puts images into SVG files; Batik's own way needs all of its image codecs for it. */
    private static final class EmbeddedPng extends ImageHandlerBase64Encoder {
        @Override
        public void handleHREF(RenderedImage image, Element element, SVGGeneratorContext context)
                throws SVGGraphics2DIOException {
            try {
                ByteArrayOutputStream png = new ByteArrayOutputStream();
                ImageIO.write(image, "png", png);
                element.setAttributeNS(
                        "http://www.w3.org/1999/xlink",
                        "xlink:href",
                        "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray()));
            } catch (IOException e) {
                throw new SVGGraphics2DIOException(e);
            }
        }
    }

    /** Text stays text where the font that every reader has knows all its letters, and is drawn as shapes elsewhere. */
    private static final class Helvetica extends PdfBoxGraphics2DFontTextDrawer {
        private final PDFont font = new PDType1Font(Standard14Fonts.FontName.HELVETICA);

        @Override
        public boolean canDrawText(AttributedCharacterIterator text, IFontTextDrawerEnv env)
                throws IOException, FontFormatException {
            CharsetEncoder known = Charset.forName("windows-1252").newEncoder();
            for (char c = text.first(); c != CharacterIterator.DONE; c = text.next())
                if (!known.canEncode(c)) return false;
            text.first();
            return super.canDrawText(text, env);
        }

        @Override
        protected PDFont mapFont(Font wanted, IFontTextDrawerEnv env) {
            return font;
        }
    }
}
