"""What stands around a page's content without elements that say so goes; what only looks like it stays."""

import pytest

from tests.parse.html_helpers import shapes

WORDS = "この章では、いま募集している制度を紹介します。期間や条件は変わることがあります。" * 6
TEXT = f"<p>{WORDS}</p>"
MAIN = f"<h1>県の補助金</h1>{TEXT}"
READ = [("h1", "県の補助金"), ("paragraph", WORDS)]
FORM = "<form><label><input type=radio name=q>はい</label></form>"

GONE = {
    "letter sizes above the title": f"<div><p>文字サイズ</p><ul><li class=s>縮小</li><li class=m>標準</li></ul></div><div>{MAIN}</div>",
    "slogan above the title": f"<div><h1><a href=/>丘の市</a></h1><p>海と緑の町</p></div><div>{MAIN}</div>",
    "signs for those who hear": f"<p>ここから本文です。</p><div>{MAIN}</div><p>ここまで本文です。</p>",
    "sign in a place to go to": f"<a id=t tabindex=-1><img alt='ページの先頭です'></a><p><a href='#m'>本文へ</a></p><div>{MAIN}</div>",
    "way past the menu": f"<p>ページの先頭です。<a href='#m'>メニューを飛ばして本文へ</a></p><div>{MAIN}</div>",
    "trail and way back below": f"<div>{MAIN}</div><p><a href='javascript:b()'>1つ前のページに戻る</a></p><p><a href=/>ホーム</a> &gt; <a href=/s>産業</a> &gt; 県の補助金</p>",
    "way to the top": f"<div>{MAIN}</div><p><a href='#t'>▲ このページのトップへ</a></p>",
    "way to the top after a rule": f"<div>{MAIN}<hr><a href='#t'>ページの先頭へ戻る</a></div>",
    "foot with its rights": f"<div>{MAIN}</div><div><ul><li><a href=/p>個人情報</a></li></ul><p>丘の市役所 電話 000-0000</p><p>Copyright © Oka</p></div>",
    "foot below the way to the top": f"<div>{MAIN}</div><p><a href='#t'>上へ戻る</a></p><div><h4>丘の市役所</h4><p>〒000-0000 丘の市1番</p></div>",
    "rights beside links": f"<div>{MAIN}</div><div><div><a href=/p>個人情報</a></div><small>© 2027 丘の市</small></div>",
    "drawers after the foot": f"<div>{MAIN}</div><div><p>© 丘の市</p></div><div><p>カテゴリ一覧</p><ul><li><a href=/1>一</a></li></ul></div>",
    "questionnaire with its heading": f"<div>{MAIN}<div><div><h3>アンケート</h3></div><div><p>ご感想をお聞かせください。</p>{FORM}<p>詳しいご意見は<a href=/f>こちら</a></p></div></div></div>",
    "comments": f"<article>{MAIN}</article><div><h2>コメント</h2><h3>コメントを残す</h3><form><p>※ は必須項目です</p></form></div>",
    "column of links with a heading": f"<div><div>{MAIN}</div><div><h2>商工</h2><ul><li><a href=/1>融資</a></li><li><a href=/2>商店街</a></li></ul></div></div>",
    "other pages": f"<div>{MAIN}<div><h2>この記事を見ている人はこんな記事も見ています</h2><ul><li><a href=/1>設備の補助</a></li></ul></div></div>",
    "other pages on cards": f"<main>{MAIN}<h2>関連記事</h2><div><a href=/1><h3>蓄電池</h3><p>家の蓄電池を助けます。</p></a></div></main>",
    "pages of a list": f"<main>{MAIN}<ul><li class=n>1</li><li><a href='?p=2'>2</a></li><li><a href='?p=2'>次へ</a></li></ul></main>",
    "sharing in a mere box": f"<main>{MAIN}<div><a href='//social-plugins.line.me/lineit/share?u=x'><b>LINEで送る</b></a></div></main>",
    "menu of the page": f"<div>{MAIN}<div><p>ページ内メニュー</p><ul><li><a href='#a'>一章</a></li><li><a href='#b'>二章</a></li></ul></div></div>",
    "menu of a site whose parts have no wrapper": f"<div><h1><a href=/>丘の市</a></h1><ul><li><a href=/1>融資</a></li><li><a href=/2>質問</a></li></ul></div><div>{MAIN}</div><div></div>",
    "trail as a list": f"<main><ul><li><a href='#'>丘の市TOP</a></li><li>県の補助金</li></ul>{MAIN}</main>",
    "trail below the title": f"<div><h1>県の補助金</h1></div><div><span><a href=/>HOME</a></span> &gt; <span>県の補助金</span></div><div>{TEXT}</div>",
    "menu of a table of layout": f"<table><tr><td><table><tr><td><a href=/a>概要</a></td></tr><tr><td><a href=/b>共済</a></td></tr><tr><td><a href=/c>リンク</a></td></tr></table></td><td>{MAIN}</td></tr></table>",
    "buttons of scripts": f"<main><ul><li><a href='#'>ツイート</a></li><li><a href='#'>シェアする</a></li><li><a href='#'>印刷する</a></li></ul>{MAIN}</main>",
    "next page of a list": f"<main>{MAIN}<ul><li>1</li><li><a href='?p=2'>次のページ</a></li></ul></main>",
    "way back": f"<div>{MAIN}</div><p><a href='/list.html'>← 一覧へもどる</a></p>",
    "sign in a loose word": f"<div><span class=h>本文</span><div>{MAIN}</div></div>",
    "main part with the site around another": f"<main><div><p>ロゴ</p></div><div role=main>{MAIN}</div><footer><p>丘の市1番 電話 000-0000</p></footer></main>",
    "pages before and after": f'<main>{MAIN}<ul><li><a href=/1 rel="prev">年末の相談会</a></li><li><a href=/3 rel="next"><b>次へ：</b>会報</a></li></ul></main>',
    "pages before and after on cards": f"<main>{MAIN}<div><a href=/1><p>前の記事</p><h5>年末の相談会</h5><p>2027年9月7日</p></a></div></main>",
    "sharing with its caption": f"<main>{MAIN}<div><p>よかったらシェアしてね！</p><ul><li><a href='//x.com/intent/x'><i></i></a></li><li><button>写</button><p>URLをコピーしました！</p></li></ul></div></main>",
    "sharing in loose links": f"<main>{MAIN}<div><div>シェアする</div><a href='//x.com/intent/x'><b>X</b></a></div></main>",
    "writer of an article": f"<main>{MAIN}<div><h2>この記事を書いた人</h2><p><a href=/u>事務局</a></p></div></main>",
    "box about the writer": f"<main>{MAIN}<footer><div><div><b>この記事を書いた人</b></div><p>毎日お届けします。</p></div></footer></main>",
    "categories below": f"<main>{MAIN}<section><h2>カテゴリ一覧</h2><ul><li><a href=/c/1>商工</a></li></ul></section></main>",
    "pages before and after by their signs": f"<main>{MAIN}<div><a href=/1>≪ 年末の相談会</a><a href=/3>会報を出しました ≫</a></div></main>",
    "pages before and after in two boxes": f"<main>{MAIN}<div><div>&laquo; <a href=/1>年末の相談会</a></div><div><a href=/3>会報</a> &raquo;</div></div></main>",
    "way to the top and home": f"<div>{MAIN}</div><p><a href='#t'>▲ページの先頭へ</a>｜<a href=/>ホームへ戻る</a></p>",
    "rights after a name": f"<div>{MAIN}</div><div><p>Powered by Oka CMS 2.1 © 2001-2027 Oka Project</p></div>",
    "foot with headings": f"<div>{MAIN}</div><div><h2>丘の市役所</h2><p>〒000-0000</p><p>Copyright © Oka</p></div>",
    "calendar in a column": f"<div><div>{MAIN}</div><div><p>行事</p><table><tr><th colspan=7>2027年9月</th></tr><tr><th>日</th><th>月</th><th>火</th><th>水</th><th>木</th><th>金</th><th>土</th></tr><tr><td></td><td>1</td><td>2</td><td>3</td><td><a href=/4>4</a></td><td>5</td><td>6</td></tr></table><ul><li><a href=/m>便りを読む</a></li></ul></div></div>",
    "pictures drawn by a font": f"<div><i class=material-icons>expand_more</i>{MAIN}</div>",
    "letter sizes loose beside their list": f"<div><div><span>文字サイズ</span><ul><li><a href='#'>大</a></li></ul><span>背景色</span><ul><li>白</li></ul></div></div><div>{MAIN}</div>",
    "hash tags": f"<main>{MAIN}<ul><li><a href=/h/1>#丘の市</a></li><li><a href=/h/2>#補助</a></li></ul></main>",
    "questionnaire with headings inside": f"<main>{MAIN}<form><h2>お聞かせください</h2><h3>役に立ちましたか</h3><ul><li><input type=radio name=q>はい</li></ul></form></main>",
    "caption of other pages": f"<div>{MAIN}</div><div><div><p>新着記事</p><ul><li><a href=/1>加点</a></li><li><a href=/2>計画の書き方</a></li></ul></div></div>",
    "foot with the address of the town hall": f"<div>{MAIN}</div><div><ul><li><a href=/p>個人情報</a></li></ul><h3>丘の市役所</h3><p>〒000-0000 丘の市1番 電話 000-0000（代表）</p></div>",
    "pages around and their list": f"<div>{MAIN}<p><a href=/1>前の記事へ</a> <a href=/>一覧へ戻る</a> <a href=/3>次の記事へ</a></p></div>",
    "what a page is filed under": f'<main>{MAIN}<p>分類：<a href=/c rel="category tag">補助金</a></p><div>-<a href=/c rel="tag">店</a></div></main>',
    "signs around an article": f"<div>{MAIN}</div><p>コメントは受け付けていません。</p><p>ソーシャルサイトへのリンクは別ウィンドウで開きます</p><div>MENU</div>",
    "buttons below an article": f"<main>{MAIN}<ul><li><a href=/r>リブログする</a></li><li>いいね！</li><li><a href=/c>コメントする</a></li></ul></main>",
    "title above the main part": f"<header>丘の市</header><div><h1>県の補助金</h1></div><main>{TEXT}</main>",
}


@pytest.mark.parametrize("name", GONE)
def test_what_stands_around_is_left_out(name: str) -> None:
    assert shapes(GONE[name]) == READ


REFERENCES = "<h2>参考リンク</h2><ul><li><a href='https://www.example.go.jp/a'>国の案内</a>＜外部リンク＞</li><li><a href=/b>県の案内</a></li></ul>"
RELATED = "<h2><span>関連リンク</span></h2><p><a href=/s/1.html>県の相談の案内</a></p>"
FOOT = "<div><p>丘の市役所</p><p>© 丘の市</p></div>"
PLACES = {
    "in the box of the text": "<div>{main}{links}</div>{foot}",
    "in a box of their own": "<div><div>{main}</div><div>{links}</div></div>{foot}",
    "below a title apart": "<div><div><h1>県の補助金</h1></div><div>{text}</div><div>{links}</div></div>{foot}",
    "in the main part": "<main><div><h1>県の補助金</h1></div><div>{text}</div><div>{links}</div></main>{foot}",
    "in a section": "<div><h1>県の補助金</h1><section>{text}</section><section>{links}</section></div>{foot}",
}


@pytest.mark.parametrize("place", PLACES)
def test_links_that_a_page_refers_to_stay(place: str) -> None:
    read = shapes(PLACES[place].format(main=MAIN, text=TEXT, links=REFERENCES + RELATED, foot=FOOT))
    assert read[:2] == READ
    assert read[2:] == [
        ("h2", "参考リンク"),
        ("list_item", (1, "国の案内＜外部リンク＞")),
        ("link", "国の案内", "https://www.example.go.jp/a"),
        ("list_item", (1, "県の案内")),
        ("link", "県の案内", "/b"),
        ("h2", "関連リンク"),
        ("paragraph", "県の相談の案内"),
        ("link", "県の相談の案内", "/s/1.html"),
    ]


def test_the_name_of_a_site_in_a_heading_is_no_title() -> None:
    site = "<div><h1>丘の市公式サイト</h1><p>海と緑の町</p></div><ul><li><a href=/1>暮らし</a></li><li><a href=/2>産業</a></li></ul>"
    assert shapes(f"{site}<div><h2>題</h2>{TEXT}</div>") == [("h2", "題"), ("paragraph", WORDS)]


def test_a_column_of_links_goes_beside_a_short_text_too() -> None:
    side = "<div><h2>産業</h2><ul><li><a href=/1>商工業</a></li><li><a href=/2>農業</a></li></ul></div>"
    foot = "<div><p>丘の市役所</p><p>〒000-0000 丘の市1番 電話 000-0000（代表）</p><p>© 丘の市</p></div>"
    head = "<div><a href=/>丘の市</a></div>"
    assert shapes(f"{head}<div><h1>県の補助金</h1><p>店の改装を助けます。</p></div>{side}{foot}") == [
        ("h1", "県の補助金"),
        ("paragraph", "店の改装を助けます。"),
    ]


def test_a_page_whose_blocks_stand_in_boxes_keeps_its_links() -> None:
    """As site builders write it: each block in a box of its own, a box of one link among them."""
    boxes = [
        "<h1>県の補助金</h1>",
        "<p><a href=/a>国の案内を見る</a></p>",
        "<p>店の改装を助けます。期間や条件は変わることがあります。</p>",
        TEXT,
        "<p><a href=/b>県の案内を見る</a></p>",
    ]
    read = shapes("".join(f"<div>{box}</div>" for box in boxes) + FOOT)
    assert [one for one in read if one[0] == "link"] == [
        ("link", "国の案内を見る", "/a"),
        ("link", "県の案内を見る", "/b"),
    ]


FRAME = (
    "<table><tr><td colspan=2><img src=l alt=組合></td></tr><tr><td colspan=2>｜<a href=/a>概要</a>｜<a href=/b>案内</a>｜</td></tr>"
    "<tr><td colspan=2><a href=/>トップページ</a>＞小屋の修繕</td></tr>"
    "<tr><td><p>目録</p><table><tr><td><a href=/1>間伐の補助</a></td></tr><tr><td><a href=/2>林道の補助</a></td></tr></table></td>"
    "<td>小屋の修繕を助けます。組合員で、小屋を五年以上使っている人が対象です。直す前に組合へお知らせください。<table border=1><tr><td>屋根</td><td>1/2</td></tr></table></td></tr>"
    "<tr><td colspan=2>Copyright (C) 組合</td></tr></table>"
)


def test_blanks_and_entities_say_nothing() -> None:
    """What is a menu and what is text does not turn on how the source is laid out."""
    menu = (
        "<div><p>防災の目録です</p><ul><li><a href=/1>避難所一覧</a></li><li><a href=/2>災害の地図</a></li></ul></div>"
    )
    body = f"<div>{menu}<div>{MAIN}</div></div>"
    assert (
        shapes(body.replace("<p>", "<p>\n&nbsp;&nbsp;\n   ").replace("</p>", "\n      &nbsp;</p>"))
        == shapes(body)
        == READ
    )


def test_a_page_in_a_table_of_layout_leaves_its_menus_out() -> None:
    assert shapes(FRAME) == [
        (
            "paragraph",
            "小屋の修繕を助けます。組合員で、小屋を五年以上使っている人が対象です。直す前に組合へお知らせください。",
        ),
        ("table", 1, 2, (0, 0, 1, 1, "屋根"), (0, 1, 1, 1, "1/2")),
    ]


def test_a_table_of_labels_is_none_of_layout() -> None:
    labels = "<tr><td>対象</td><td>会員</td></tr><tr><td>補助の内容</td><td>店の改装にかかる費用の一部です。<ul><li>屋根</li></ul></td></tr>"
    assert shapes(f"<table>{labels}</table>")[0][:3] == ("table", 2, 2)


def test_a_heading_that_names_the_page_is_its_title() -> None:
    """A short page with a long foot, whose first heading is the name of the site; its own title stands on the second level."""
    head = "<div><h1><a href=/>丘の市</a></h1><ul><li><a href=/1>暮らし</a></li></ul></div><div><a href=/>ホーム</a> &gt; 題</div>"
    side = "<div><p>防災</p><ul><li><a href=/2>避難所の一覧</a></li><li><a href=/3>災害の地図</a></li></ul></div>"
    foot = "<div><p>丘の市役所</p><p>〒000-0000 丘の市大字丘100番地。開庁時間は、月曜日から金曜日までです。</p><p>© 丘の市</p></div>"
    body = f"<div>{head}<div>{side}<div><h2>題</h2><p>塀の撤去を助けます。</p></div></div>{foot}</div>"
    assert shapes(body)[:2] == [("h2", "題"), ("paragraph", "塀の撤去を助けます。")]


def test_a_menu_above_short_parts_is_left_out() -> None:
    menu = "<div><h1><a href=/>丘の市</a></h1><ul><li><a href=/1>融資</a></li><li><a href=/2>質問</a></li></ul></div>"
    parts = "<div><h2>一章</h2><p>店を助けます。</p></div><div><h2>二章</h2><p>家を助けます。</p></div>"
    assert shapes(menu + parts)[0] == ("h2", "一章")


KEPT = {
    "where to send": (
        f"<div>{MAIN}<p>提出先</p><p>丘の市役所<br>〒000-0000 丘の市1番</p></div>",
        ("paragraph", "丘の市役所", "〒000-0000 丘の市1番"),
    ),
    "date above the title": (f"<p>更新日：2027年9月7日</p><div>{MAIN}</div>", ("paragraph", "更新日：2027年9月7日")),
    "state above the title": (
        f"<div><ul><li class=s>受付中</li></ul></div><div>{MAIN}</div>",
        ("list_item", (1, "受付中")),
    ),
    "whom to ask below the way to the top": (
        f"<div>{MAIN}</div><p><a href='#t'>ページトップ</a></p><div><p>担当：商工課 電話 000-1111</p><p>© 丘の市</p></div>",
        ("paragraph", "担当：商工課 電話 000-1111"),
    ),
    "form to apply with below the text": (
        f"<div>{MAIN}</div><div><a href='https://forms.example.jp/1'>申請フォームはこちら</a></div><div><p>© 丘の市</p></div>",
        ("paragraph", "申請フォームはこちら"),
    ),
    "state beside the title": (f"<div><p>受付終了</p>{MAIN}</div>", ("paragraph", "受付終了")),
    "sentence above the title": (
        f"<div><p>要項</p><p>申請の書類に不足がある場合、支給までに長い時間を要します。</p></div><div>{MAIN}</div>",
        ("paragraph", "要項"),
    ),
    "contact before the foot": (
        f"<div>{MAIN}</div><div><div><h2>問合せ</h2><p>商工課 000-0000</p></div><div><p>© 丘の市</p></div></div>",
        ("paragraph", "商工課 000-0000"),
    ),
    "documents beside the text": (
        f"<div><div>{MAIN}</div><div><ul><li class=a><a href=a.pdf>要綱の全文</a></li></ul></div></div>",
        ("list_item", (1, "要綱の全文")),
    ),
    "notice of rights in a sentence": (
        f"<div>{MAIN}<p>表示は「© 丘の市」としてください。</p><p>色は変えない</p></div>",
        ("paragraph", "色は変えない"),
    ),
    "document named after the title": (
        f"<div>{MAIN}<p><a href=/y.pdf>県の補助金</a></p><p><a href=/z.pdf>県の補助金の要綱</a></p></div>",
        ("paragraph", "県の補助金の要綱"),
    ),
    "words of a table like a sign": (
        f"<div>{MAIN}<table><tr><th>経費</th><td><a href='#a'>トップ</a></td></tr></table></div>",
        ("table", 1, 2, (0, 0, 1, 1, "経費"), (0, 1, 1, 1, "トップ")),
    ),
    "links between the title and the text": (
        f"<div><h1>県の補助金</h1></div><div><ul><li><a href=/1>店の補助</a></li></ul></div><div>{TEXT}</div>",
        ("list_item", (1, "店の補助")),
    ),
    "links between the title and several parts": (
        f"<div><h1>県の補助金</h1></div><div><ul><li><a href=/1>店の補助</a></li></ul></div><div>{TEXT}</div><div>{TEXT}</div>",
        ("list_item", (1, "店の補助")),
    ),
    "links below the text in a table of layout": (
        f"<table><tr><td>{MAIN}</td></tr><tr><td><ul><li><a href=/1>甲</a></li><li><a href=/2>乙</a></li><li><a href=/3>丙</a></li></ul></td></tr></table>",
        ("list_item", (1, "乙")),
    ),
    "links to documents in a table of layout": (
        f"<table><tr><td>{MAIN}</td><td><ul><li><a href=a.pdf>要綱</a></li><li><a href=b.pdf>様式</a></li><li><a href=c.pdf>手引</a></li></ul></td></tr></table>",
        ("list_item", (1, "様式")),
    ),
    "first part of a page without a wrapper": (
        f"<div><h2>一章</h2>{TEXT}</div><div><h2>二章</h2><ul><li><a href=/1>相談の窓口</a></li></ul></div><div><h2>三章</h2>{TEXT}</div>",
        ("list_item", (1, "相談の窓口")),
    ),
    "contact beside a form": (
        f"<div>{MAIN}<div><h2>問合せ</h2><p>商工課 000-0000</p>{FORM}</div></div>",
        ("paragraph", "商工課 000-0000"),
    ),
    "words under such a heading": (
        f"<main>{MAIN}<h2>関連記事</h2><p>この補助は新聞の記事で取り上げられました。</p></main>",
        ("h2", "関連記事"),
    ),
    "heading in the header of a section": (
        f"<div>{MAIN}<section><header><h2>添付ファイル</h2></header><p><a href=a.pdf>要綱</a></p></section></div>",
        ("h2", "添付ファイル"),
    ),
    "contact in a footer above that of the site": (
        f"<div>{MAIN}<footer><h2>問合せ</h2><p>商工課 電話 000-0000</p></footer></div><footer><p>丘の市役所</p></footer>",
        ("paragraph", "商工課 電話 000-0000"),
    ),
    "words beside a link to the next page": (
        f'<main>{MAIN}<p>続きは来年度の募集のお知らせをご覧ください。<a rel="next" href=/2>次</a></p></main>',
        ("paragraph", "続きは来年度の募集のお知らせをご覧ください。次"),
    ),
    "title beside a link to share": (
        f"<main><div><h1>カーシェアの補助</h1><p><a href='//x.com/intent/x'>ポスト</a></p></div>{TEXT}</main>",
        ("h1", "カーシェアの補助"),
    ),
    "picture of a heading": (
        f"<div>{MAIN}<p><a id=a><img alt='様式の不足'></a></p></div>",
        ("paragraph", "様式の不足"),
    ),
    "panel with a name of a script's making": (
        f"<main>{MAIN}<h3><button aria-expanded=false aria-controls=':r1:'>対象</button></h3><div id=':r1:' hidden><p>市内</p></div></main>",
        ("paragraph", "市内"),
    ),
    "panel of a tab after another": (
        f'<main>{MAIN}<button role="tab" aria-controls=k>個人</button><button role="tab" aria-controls=h>法人</button>'
        "<div id=k tabindex=0><p>個人は10万円</p></div><div id=h tabindex=0><p>法人は20万円</p></div></main>",
        ("paragraph", "個人は10万円"),
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_belongs_to_the_content_stays(name: str) -> None:
    body, block = KEPT[name]
    assert block in shapes(body)


def test_the_title_of_a_page_is_read_though_it_stands_in_a_header() -> None:
    site = "<header><p><a href=/>丘の市</a></p><h1>丘の市</h1></header>"
    assert shapes(f"{site}<div><header><h1>題</h1></header>{TEXT}</div>") == [("h1", "題"), ("paragraph", WORDS)]
