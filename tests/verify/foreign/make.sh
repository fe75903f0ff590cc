#!/usr/bin/env bash
# Makes the PDFs of this folder with other people's tools; run by hand, once. The PDFs are committed.
#
# Debian 12: apt-get install --no-install-recommends pandoc texlive-latex-extra texlive-luatex texlive-xetex context
#   libreoffice-writer-nogui chromium wkhtmltopdf ghostscript groff fonts-liberation fonts-texgyre lmodern
#   fonts-crosextra-carlito fonts-crosextra-caladea
# PyPI, in a virtual environment whose Python is given as $PYTHON: typst weasyprint reportlab python-docx
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
fonts=${FONTS:-/usr/share/fonts/truetype/liberation}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/cv.* "$here"/*.tex "$here"/*.py "$work"
cd "$work"
export SOURCE_DATE_EPOCH=1772323200 FORCE_SOURCE_DATE=1 LC_ALL=C.UTF-8 TZ=UTC

keep() { cp "$1" "$here/$2.pdf"; }
office() { soffice --headless "-env:UserInstallation=file://$work/office" --convert-to pdf "$1" >office.log; }
chrome() {
    chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --user-data-dir="$work/$2" --no-pdf-header-footer \
        "${@:3}" --print-to-pdf="$work/$2.pdf" "file://$work/$1" 2>"$2.log"
}
paper() { pandoc -s cv.md -V papersize=a4 -V geometry=margin=25mm -V colorlinks "$@"; }

# TeX, by way of pandoc and by hand
for engine in pdflatex lualatex xelatex; do
    font=()
    [[ $engine = pdflatex ]] && font=(-V fontfamily=charter)
    paper "${font[@]}" --pdf-engine=$engine -o pandoc-$engine.pdf
    keep pandoc-$engine.pdf pandoc-$engine
done
paper -t context -o context.tex
context --batchmode --purgeall context.tex >context.log
keep context.pdf pandoc-context
for pass in 1 2; do
    pdflatex -interaction=batchmode article.tex >/dev/null
    pdflatex -interaction=batchmode moderncv.tex >/dev/null
done
keep article.pdf pdflatex-article
keep moderncv.pdf pdflatex-moderncv
latex -interaction=batchmode article.tex >/dev/null
dvips -q -Ppdf article.dvi
ps2pdf article.ps ghostscript.pdf
keep ghostscript.pdf dvips-ghostscript

# Other typesetters
"$python" -c 'import typst; typst.compile("cv.typ", output="typst.pdf")'
keep typst.pdf typst
groff=(/usr/share/groff/*/font/devpdf)
mkdir devpdf
for face in R-bchr8a B-bchb8a; do
    file=${face#*-}
    afmtodit -e "${groff[0]}/enc/text.enc" "$(kpsewhich "$file.afm")" "${groff[0]}/map/textmap" "devpdf/BC${face%-*}"
    printf '\t%s\t%s\n' "$(sed -n 's/^FontName //p' "$(kpsewhich "$file.afm")" | tr -d '\r')" "$(kpsewhich "$file.pfb")"
done >devpdf/download
# Pandoc escapes the @ of a mail address, which RFC 6068 wants as it is; without the italic the file is smaller by a third.
paper -t ms -V fontfamily=BC -V adjusting=l | sed '/mailto:/s/%40/@/; s/\\f\[I\]//g' >cv.ms
groff -F "$work" -ms -mpdfmark -k -Tpdf -P-e -P-pa4 cv.ms >groff.pdf 2>groff.log
keep groff.pdf groff

# Word processors
sed 's/\*//g' cv.md | pandoc -s -o writer.odt
"$python" word.py word.docx
for name in writer.odt word.docx; do
    office $name
done
keep writer.pdf libreoffice-odt
keep word.pdf libreoffice-docx

# Browsers; Chromium draws OpenType fonts with PostScript outlines as Type 3
sed 's/"Liberation Serif"/"TeX Gyre Pagella"/; /<h2>Publications/,/<h2>Languages/{/<h2>Languages/!d}' cv.html >otf.html
chrome cv.html chromium
keep chromium.pdf chromium
chrome otf.html chromium-type3 --disable-pdf-tagging
keep chromium-type3.pdf chromium-type3
"$python" -m weasyprint --pdf-identifier 0 cv.html weasyprint.pdf
keep weasyprint.pdf weasyprint
# Qt counts 96 points an inch.
sed "s/10.5pt/14pt/" cv.html >large.html
wkhtmltopdf -q -s A4 -T 20 -B 20 -L 20 -R 20 large.html wkhtmltopdf.pdf
keep wkhtmltopdf.pdf wkhtmltopdf

# A library
"$python" report.py cv.md reportlab.pdf "$fonts"
keep reportlab.pdf reportlab
