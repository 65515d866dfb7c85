using System.Globalization;
using System.Net;
using System.Text;
using QRCoder;

namespace AuthHub.Methods.Totp;

/// <summary>Draws a QR code as one SVG path: dark on white in every theme, with its quiet zone, without inline style.</summary>
public static class QrSvg
{
    /// <param name="content">What a camera shall read.</param>
    /// <param name="name">What a screen reader says instead.</param>
    public static string Draw(string content, string name)
    {
        // The matrix has the quiet zone of four modules around it (ISO/IEC 18004 section 9.1).
        using var code = QRCodeGenerator.GenerateQrCode(content, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                if (rows[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {rows.Count} {rows.Count}" width="{rows.Count * 5}" height="{rows.Count * 5}" role="img" aria-label="{WebUtility.HtmlEncode(name)}" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path fill="#000" d="{path}"/></svg>""");
    }
}
