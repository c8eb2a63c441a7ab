import { languages, useSpoken } from '../i18n/words.ts'
import { look } from '../parts/styles.ts'
import { chooseTheme, themes, useTheme } from '../theme.ts'

export function LanguageChoice() {
  const { words, language, choose } = useSpoken()
  return (
    <label>
      <span className="sr-only">{words.shell.language}</span>
      <select
        value={language}
        onChange={({ target }) => choose(languages.find((one) => one === target.value) ?? 'en')}
        className={look.field}
      >
        <option value="en">English</option>
        <option value="ja">日本語</option>
      </select>
    </label>
  )
}

export function ThemeChoice() {
  const { words } = useSpoken()
  const theme = useTheme()
  return (
    <label>
      <span className="sr-only">{words.shell.theme}</span>
      <select
        value={theme}
        onChange={({ target }) => chooseTheme(themes.find((one) => one === target.value) ?? 'system')}
        className={look.field}
      >
        {themes.map((one) => (
          <option key={one} value={one}>
            {words.shell.themes[one]}
          </option>
        ))}
      </select>
    </label>
  )
}
